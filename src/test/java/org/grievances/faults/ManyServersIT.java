package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three servers behind HAProxy under load: one is killed, one is stopped, all are drained and
 * replaced one by one with a later version whose migration adds to the schema.
 */
@Tag("cluster")
class ManyServersIT {
  private static final String DATABASE = "shared";
  private static final String CALLER = "127.0.0.2";
  private static final String MADE_UP = "203.0.113.9";
  private static final int SERVERS = 3;
  private static final int WRITERS = 8;
  private static final int SECONDS_OF_LOAD = 5;

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private ResendingClient client;
  private int failures;

  @Test
  void nothingIsLostAndDrainedServersCostNothing() throws Exception {
    try (Postgres postgres = Postgres.create();
        ServerGroup group = install(postgres)) {
      group.start(DATABASE);
      try (HaProxy proxy = HaProxy.before(group.servers(), group.secrets(), directory())) {
        client = new ResendingClient(group.secrets(), group.token(), List.of(proxy.url()));
        awaitAll(proxy);
        assertCallersAddressIsPassedOn(group, proxy);
        try (Writers writers = Writers.start(WRITERS, DATABASE, seed, client)) {
          load();
          kill(group, proxy);
          stop(group, proxy);
          replaceAll(group, proxy);
          writers.stop();
          try (Connection connection = postgres.connect()) {
            System.out.printf(
                "ManyServersIT: %d acknowledged changes, all stored.%n", writers.check(connection));
          }
        }
      }
    }
  }

  private static ServerGroup install(Postgres postgres) throws Exception {
    PostgresDataSource database = PostgresDataSource.of(DATABASE, "postgres", postgres.port());
    String registry = Overrides.basicRegistry(Secrets.randomText(), Map.of("scrapers", "jane"));
    return ServerGroup.install(
        "many",
        SERVERS,
        (overrides, secrets) -> overrides.withSignIn(secrets, registry).behindProxy(),
        Map.of(DATABASE, database.xml()));
  }

  private static Path directory() {
    return Path.of("target/servers/many-proxy");
  }

  private static void awaitAll(HaProxy proxy) {
    for (int server = 0; server < SERVERS; server++) {
      proxy.awaitState(server, "UP");
    }
  }

  /** A refused password is logged with the address that it came from, which nobody can make up. */
  private static void assertCallersAddressIsPassedOn(ServerGroup group, HaProxy proxy)
      throws Exception {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(CALLER, 0));
      socket.connect(new InetSocketAddress("localhost", proxy.port()));
      Socket tls =
          group
              .secrets()
              .trusting()
              .getSocketFactory()
              .createSocket(socket, "localhost", proxy.port(), true);
      tls.getOutputStream().write(signIn(group.secrets()).getBytes(StandardCharsets.US_ASCII));
      String answer = new String(tls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    }
    String logs = "";
    for (LibertyServer server : group.servers()) {
      logs += Files.readString(server.directory().resolve("logs/console.log"));
    }
    assertTrue(
        logs.contains("\"ext_address\":\"" + CALLER + "\""), "the caller's address is in a log");
    assertFalse(logs.contains(MADE_UP), "an address that was made up is in a log");
  }

  private static String signIn(Secrets secrets) {
    return """
        POST /vbasoftware/user-authentication HTTP/1.1\r
        Host: localhost\r
        User-Agent: test\r
        Content-Length: 0\r
        Connection: close\r
        X-Forwarded-For: %s\r
        Forwarded: for=%1$s\r
        x-api-key: %s\r
        vbasoftware-client-id: %s\r
        vbasoftware-client-code: %s\r
        vbasoftware-database: %s\r
        Authorization: Basic amFuZTp3cm9uZw==\r
        \r
        """
        .formatted(MADE_UP, secrets.apiKey(), Secrets.CLIENT, secrets.clientCode(), DATABASE);
  }

  private static void load() throws InterruptedException {
    TimeUnit.SECONDS.sleep(SECONDS_OF_LOAD);
  }

  /** Each caller has at most one request there; each sees at most that one fail. */
  private void kill(ServerGroup group, HaProxy proxy) throws Exception {
    group.servers().get(0).kill();
    proxy.awaitState(0, "DOWN");
    load();
    assertFewFailures("a server was killed");
    start(group, proxy, 0);
  }

  private void assertFewFailures(String when) {
    int cost = failuresSinceLastAsked();
    System.out.printf("ManyServersIT: when %s, %d requests failed.%n", when, cost);
    assertTrue(cost <= WRITERS, () -> cost + " requests failed when " + when);
  }

  private int failuresSinceLastAsked() {
    int before = failures;
    failures = client.failures();
    return failures - before;
  }

  private void start(ServerGroup group, HaProxy proxy, int server) throws Exception {
    group.start(server, DATABASE);
    proxy.resume(server);
    load();
    assertEquals(0, failuresSinceLastAsked(), "failures when a server was started");
  }

  /** Without a word to the proxy, which may just be sending over a connection that is closed. */
  private void stop(ServerGroup group, HaProxy proxy) throws Exception {
    group.servers().get(1).stop();
    load();
    assertFewFailures("a server was stopped");
    start(group, proxy, 1);
  }

  /** As the operations page says. The others keep working on the schema of the later version. */
  private void replaceAll(ServerGroup group, HaProxy proxy) throws Exception {
    for (int server = 0; server < SERVERS; server++) {
      proxy.drain(server);
      group.servers().get(server).stop();
      LaterVersion.ON_POSTGRESQL.putInto(group.servers().get(server));
      load();
      start(group, proxy, server);
    }
  }
}
