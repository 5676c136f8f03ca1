package org.grievances.loader;

import static org.awaitility.Awaitility.await;
import static org.grievances.loader.LoaderProcess.assertEnds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.grievances.loader.LoaderProcess.Ended;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows the changes of a database with the program, which others write meanwhile. */
@ExtendWith(RunningServer.Resolver.class)
class LoaderFollowIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final AtomicInteger KEYS = new AtomicInteger(-1_470_000_000);

  @TempDir private Path directory;
  private final int first = KEYS.getAndAdd(10_000);

  private Ended follow(RunningServer server, String database, String... options)
      throws IOException, InterruptedException {
    return process(server, database, options).run();
  }

  private LoaderProcess process(RunningServer server, String database, String... options)
      throws IOException {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "follow";
    arguments[1] = "--database=" + database;
    System.arraycopy(options, 0, arguments, 2, options.length);
    return new LoaderProcess(server, directory, arguments);
  }

  private void put(RunningServer server, String database, String issue, int from, int count) {
    List<String> items =
        IntStream.range(first + from, first + from + count)
            .mapToObj(key -> "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, issue))
            .toList();
    server.to(database).body(items.toString()).put(RunningServer.BATCH).then().statusCode(207);
  }

  /** The changes of this test in a text, such as {@code created 0 one}. */
  private List<String> own(String lines) {
    return lines
        .lines()
        .map(LoaderFollowIT::change)
        .filter(change -> isOwn(change.get("grievance_Key").asInt()))
        .map(
            change ->
                change.get("change").asText()
                    + " "
                    + (change.get("grievance_Key").asInt() - first)
                    + " "
                    + change.path("grievance").path("issue").asText("null"))
        .toList();
  }

  private static JsonNode change(String line) {
    try {
      return JsonText.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  private boolean isOwn(int key) {
    return key >= first && key < first + 10_000;
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void fileHasEachChangeOnceOverSeveralRuns(String database, RunningServer server)
      throws IOException, InterruptedException {
    Path file = directory.resolve("changes.ndjson");
    String[] options = {"--output=changes.ndjson", "--from=now", "--once"};
    assertEnds(0, "changes", follow(server, database, options));
    put(server, database, "one", 0, 2);
    assertEnds(0, "changes", follow(server, database, options));
    // What a run wrote that was killed before it kept its place.
    Files.writeString(file, "{\"change\":\"cre", StandardOpenOption.APPEND);
    put(server, database, "two", 1, 2);
    server.to(database).delete("/vbasoftware/grievances/" + first).then().statusCode(204);
    assertEnds(0, "changes", follow(server, database, options));

    assertEquals(
        List.of(
            "created 0 one", "created 1 one", "updated 1 two", "created 2 two", "deleted 0 null"),
        own(Files.readString(file)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void programThatIsKilledGoesOnAtItsPlace(RunningServer server)
      throws IOException, InterruptedException {
    Path file = directory.resolve("killed.ndjson");
    String[] options = {"--output=killed.ndjson", "--from=now"};
    follow(server, "delta", "--output=killed.ndjson", "--from=now", "--once");
    for (int run = 0; run < 2; run++) {
      Process running = process(server, "delta", options).start();
      put(server, "delta", "run " + run, 0, 3_000);
      await().atMost(TIMEOUT).until(() -> Files.readString(file).contains("\"issue\":\"run"));
      running.destroyForcibly().waitFor();
    }
    assertEnds(
        0, "changes", follow(server, "delta", "--output=killed.ndjson", "--once", "--from=start"));
    List<String> changes = own(Files.readString(file));
    assertEquals(6_000, changes.size());
    assertEquals(6_000, changes.stream().distinct().count());
  }

  @Test
  void standardOutputHasTheChangesAndItsPlaceIsKept(RunningServer server)
      throws IOException, InterruptedException {
    String[] options = {"--state=place", "--from=now", "--once", "--quiet"};
    follow(server, "alpha", options);
    put(server, "alpha", "piped", 0, 1);
    assertEquals(List.of("created 0 piped"), own(follow(server, "alpha", options).out()));
    assertEquals(List.of(), own(follow(server, "alpha", options).out()));
    assertEnds(2, "keeps the place of the database alpha", follow(server, "delta", options));
  }

  @Test
  void invalidPlaceAndForeignFileAreRefused(RunningServer server)
      throws IOException, InterruptedException {
    assertEnds(3, "The parameter after is no place", follow(server, "alpha", "--from=there"));
    Files.writeString(directory.resolve("other.txt"), "contents");
    assertEnds(2, "has contents", follow(server, "alpha", "--output=other.txt"));
    assertEquals("contents", Files.readString(directory.resolve("other.txt")));
  }
}
