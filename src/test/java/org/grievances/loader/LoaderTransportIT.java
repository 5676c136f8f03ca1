package org.grievances.loader;

import static org.grievances.loader.LoaderProcess.assertEnds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.loader.LoaderProcess.Ended;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loading program sends credentials and records as plain text to no other machine. */
@ExtendWith(RunningServer.Resolver.class)
class LoaderTransportIT {
  private static final String TO_DATABASE = "--database=delta";
  private static final String HTTP = "http://grievances.invalid:9080";
  private static final String REFUSED = "grievances.invalid is not https";

  @TempDir private Path directory;

  @BeforeEach
  void writeFile() throws IOException {
    Files.writeString(directory.resolve("a.csv"), "grievance_Key\n-1700000001\n");
  }

  private Ended run(RunningServer server, String... arguments)
      throws IOException, InterruptedException {
    return new LoaderProcess(server, directory, arguments).run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "export"})
  void plainHttpToAnotherMachineNeedsConsent(String command, RunningServer server)
      throws IOException, InterruptedException {
    assertEnds(2, REFUSED, run(server, command, TO_DATABASE, "--url=" + HTTP));
    assertEnds(
        2,
        REFUSED,
        new LoaderProcess(server, directory, command, TO_DATABASE)
            .with("GRIEVANCES_URL", HTTP)
            .run());
    assertEnds(
        3,
        "There is no host grievances.invalid",
        run(server, command, TO_DATABASE, "--url=" + HTTP, "--insecure"));
  }

  @Test
  void certificatesAreCheckedAlsoWithConsentToPlainHttp(RunningServer server)
      throws IOException, InterruptedException {
    assertEnds(
        3,
        "is not trusted",
        new LoaderProcess(server, directory, "a.csv", TO_DATABASE, "--insecure")
            .with("GRIEVANCES_CA_FILE", null)
            .run());
  }

  @Test
  void redirectIsNotFollowed(RunningServer server) throws IOException, InterruptedException {
    AtomicInteger redirected = new AtomicInteger();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().startsWith("/elsewhere")) {
            redirected.incrementAndGet();
          }
          String elsewhere = "http://localhost:" + other.getAddress().getPort() + "/elsewhere";
          exchange.getResponseHeaders().set("Location", elsewhere);
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    other.start();
    try {
      String url = "--url=http://localhost:" + other.getAddress().getPort();
      Ended ended = run(server, "a.csv", TO_DATABASE, url);

      assertEquals(3, ended.code(), ended::toString);
      assertTrue(ended.err().contains("The service refused: 307"), ended::toString);
      assertEquals(0, redirected.get());
    } finally {
      other.stop(0);
    }
  }
}
