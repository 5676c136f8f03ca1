package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.grievances.server.LibertyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server whose temporary directory is full or missing refuses large bodies with 503, serves all
 * others, and takes large ones again once there is room.
 */
class FullDiskIT {
  private static final int MEBIBYTE = 1 << 20;
  private static final int REQUESTS = 8;

  /** Room for one body that does not fit into memory, and too little for the larger ones. */
  private static final int DISK_MEBIBYTES = 16;

  private static final Path DIRECTORY = Path.of("target/servers/full-disk-tmp").toAbsolutePath();
  private static final String WARNING = "Large request bodies and exports are refused with 503";

  private static final Instant STARTED = Instant.now();
  private static PrivateServer server;

  @BeforeAll
  static void startServer() throws Exception {
    if (isMounted()) {
      unmount();
    }
    LibertyServer.delete(DIRECTORY);
    Files.createDirectories(DIRECTORY);
    server =
        PrivateServer.install(
                "full-disk",
                Map.of(
                    "grievances.batch.max-spooled-bytes-per-client",
                    Integer.toString(64 * MEBIBYTE)))
            .addJvmOption("-Djava.io.tmpdir=" + DIRECTORY);
    server.start();
    server.awaitDatabase(PrivateServer.DERBY);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    LibertyServer.delete(DIRECTORY);
  }

  private static byte[] blanks(int mebibytes) {
    return ("[" + " ".repeat(mebibytes * MEBIBYTE) + "]").getBytes(StandardCharsets.US_ASCII);
  }

  private static int put(int mebibytes) throws IOException {
    return server.put(PrivateServer.DERBY, blanks(mebibytes)).statusCode();
  }

  /** More requests than would fit if each kept its share of the spool space. */
  private static void assertLargeBodiesAreRefused(int mebibytes) throws IOException {
    for (int request = 0; request < REQUESTS; request++) {
      HttpResponse<String> refused = server.put(PrivateServer.DERBY, blanks(mebibytes));
      assertEquals(503, refused.statusCode(), refused.body());
      assertEquals("10", refused.headers().firstValue("Retry-After").orElse(""));
      assertTrue(refused.body().contains("/problems/overloaded"), refused.body());
      assertFalse(refused.body().contains(DIRECTORY.toString()), refused.body());
      assertEquals(207, put(1));
    }
    String log = server.consoleLog();
    int warnings = log.split(WARNING, -1).length - 1;
    long minutes = Duration.between(STARTED, Instant.now()).toMinutes();
    assertTrue(warnings >= 1 && warnings <= 1 + minutes, warnings + " warnings");
    assertTrue(log.contains(DIRECTORY.getFileName().toString()), log);
  }

  /** Of a run that was killed, too. */
  private static boolean isMounted() throws IOException {
    return Files.exists(DIRECTORY)
        && !Files.getFileStore(DIRECTORY).equals(Files.getFileStore(DIRECTORY.getParent()));
  }

  private static void unmount() throws IOException, InterruptedException {
    assertTrue(run("umount", DIRECTORY.toString()));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Test
  void fullDirectoryIsOverloaded() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEBIBYTES + "m", "tmpfs", DIRECTORY + ""),
        "Only root can mount a small file system.");
    try {
      assertEquals(207, put(10));
      assertLargeBodiesAreRefused(2 * DISK_MEBIBYTES);
      assertEquals(207, put(10));
    } finally {
      unmount();
    }
  }

  @Test
  void missingDirectoryIsOverloaded() throws Exception {
    LibertyServer.delete(DIRECTORY);
    try {
      assertLargeBodiesAreRefused(10);
    } finally {
      Files.createDirectories(DIRECTORY);
    }
    assertEquals(207, put(10));
  }
}
