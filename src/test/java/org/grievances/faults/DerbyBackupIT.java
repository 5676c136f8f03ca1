package org.grievances.faults;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.faults.RecordWriter.Content;
import org.grievances.server.LibertyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a database on Derby that the server makes while clients write to it. */
class DerbyBackupIT {
  /** A database whose directory of backups cannot be made, as there is a file in its place. */
  private static final String UNWRITABLE = "beta";

  private static final int RETENTION = 2;
  private static final int LOADED = 20_000;
  private static final int FIRST_LOADED = 1_000_000;
  private static final int NEW_RECORDS = 40;
  private static final int REPLACED_RECORDS = 10;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** When each batch was answered; the number of a batch is its place here, from 1 on. */
  private final List<Instant> answered = new ArrayList<>();

  private volatile boolean done;

  @TempDir private Path backups;

  @Test
  void backupHoldsAllBatchesUntilItBeganAndNoneInPart() throws Exception {
    try (PrivateServer server =
        PrivateServer.install(
            "derby-backup",
            Map.of(
                "grievances.backups.directory", backups.toString(),
                "grievances.backups.interval", "PT1S",
                "grievances.backups.keep", Integer.toString(RETENTION)))) {
      Files.createFile(backups.resolve(UNWRITABLE));
      server.start();
      server.awaitDatabase(PrivateServer.DERBY);
      put(server, items(FIRST_LOADED, LOADED, 1));
      Path backup = writeDuringBackups(server);
      server.awaitDatabase(UNWRITABLE);
      server.stop();
      String log = server.consoleLog();
      assertTrue(log.contains("The backup of " + UNWRITABLE + " failed"), log);

      PageScripts.runBlock(
          PageScripts.BACKUP,
          "mv derby/alpha",
          server.directory(),
          Map.of("BACKUP", backup.toString()));
      sayRestored(server);
      server.start();
      server.awaitDatabase(PrivateServer.DERBY);
      assertHoldsBatchesUntil(backup, server);
    }
  }

  /** Keeps one of the backups, with its name, that are made while there are batches. */
  private Path writeDuringBackups(PrivateServer server) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing = thread.submit(() -> write(server));
      await("the first backup").until(() -> !backups().isEmpty() || writing.isDone());
      Path first = backups().get(0);
      await("that later ones replace it").until(() -> !Files.exists(first) || writing.isDone());
      Path newest = backups().get(RETENTION - 1);
      assertEquals(OWNER_ONLY, Files.getPosixFilePermissions(newest.getParent()));
      Path kept = backups.resolve(newest.getFileName());
      LibertyServer.copy(newest, kept);
      done = true;
      writing.get();
      return kept;
    } finally {
      done = true;
      thread.shutdownNow();
    }
  }

  private void write(PrivateServer server) {
    for (int batch = 1; !done; batch++) {
      String replaced = items(1, REPLACED_RECORDS, batch);
      String created = items(batch * 100, NEW_RECORDS, batch);
      put(server, replaced + "," + created);
      answered.add(Instant.now());
    }
  }

  private static String items(int firstKey, int count, int batch) {
    return IntStream.range(firstKey, firstKey + count)
        .mapToObj(
            key ->
                "{\"grievance_Key\":%d,\"call_Key\":%d,\"issue\":\"i\",\"subscriber_ID\":\"s\"}"
                    .formatted(key, batch))
        .collect(joining(","));
  }

  private static void put(PrivateServer server, String items) {
    HttpResponse<String> answer =
        server.exchange(
            "PUT", PrivateServer.DERBY, PrivateServer.BATCH + "?atomic=true", "[" + items + "]");
    assertEquals(207, answer.statusCode(), answer.body());
    assertFalse(answer.body().contains("\"error\":{"), answer.body());
  }

  /** Those of the database that are complete, the oldest first. */
  private List<Path> backups() throws IOException {
    Path directory = backups.resolve(PrivateServer.DERBY);
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith("Z")).sorted().toList();
    }
  }

  private static void sayRestored(PrivateServer server) throws IOException {
    Files.writeString(
        server.directory().resolve("configDropins/overrides/restored.xml"),
        "<server><variable name=\"grievances.databases.%s.restored\" value=\"1\"/></server>"
            .formatted(PrivateServer.DERBY));
  }

  private void assertHoldsBatchesUntil(Path backup, PrivateServer server) throws IOException {
    Map<Integer, Content> records = new RecordCopy(PrivateServer.DERBY, "").complete(server);
    assertEquals(records, exported(server));
    int last = records.get(1).request();
    Instant began = Instant.from(NAME.parse(backup.getFileName().toString()));
    long before = answered.stream().filter(time -> time.isBefore(began)).count();
    assertTrue(before > 0 && last >= before, last + " of at least " + before);
    assertTrue(last < answered.size(), "made while there were batches: " + last);
    Map<Integer, Content> expected = new HashMap<>();
    add(expected, FIRST_LOADED, LOADED, 1);
    add(expected, 1, REPLACED_RECORDS, last);
    IntStream.rangeClosed(1, last).forEach(batch -> add(expected, batch * 100, NEW_RECORDS, batch));
    assertEquals(expected, records);
  }

  private static void add(Map<Integer, Content> records, int firstKey, int count, int batch) {
    IntStream.range(firstKey, firstKey + count)
        .forEach(key -> records.put(key, new Content(batch, "i", "s")));
  }

  private static Map<Integer, Content> exported(PrivateServer server) throws IOException {
    Map<Integer, Content> records = new HashMap<>();
    HttpResponse<String> export = server.send("GET", PrivateServer.DERBY, "grievances/export", "");
    assertEquals(200, export.statusCode(), export.body());
    export
        .body()
        .lines()
        .map(RecordWriter::parse)
        .forEach(
            record ->
                records.put(
                    record.getInt("grievance_Key"),
                    new Content(
                        record.getInt("call_Key"),
                        record.getString("issue"),
                        record.getString("subscriber_ID"))));
    return records;
  }
}
