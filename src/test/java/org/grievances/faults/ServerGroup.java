package org.grievances.faults;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;

/** Several servers with the same configuration and the same databases, over HTTPS. */
final class ServerGroup implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Secrets secrets;
  private final HttpClient client;
  private final List<LibertyServer> servers = new ArrayList<>();
  private final String token;

  private ServerGroup(Secrets secrets) throws IOException, GeneralSecurityException, JOSEException {
    this.secrets = secrets;
    this.client = HttpClient.newBuilder().sslContext(secrets.trusting()).build();
    this.token = secrets.token("writer", "grievance-writer");
  }

  /**
   * Installs servers, without starting them.
   *
   * @param settings adds to the configuration of each
   * @param databases for each, what an operator puts into the file, by its name
   */
  static ServerGroup install(
      String name,
      int count,
      BiConsumer<Overrides, Secrets> settings,
      Map<String, String> databases)
      throws IOException, GeneralSecurityException, JOSEException {
    ServerGroup group =
        new ServerGroup(Secrets.create(Path.of("target/servers", name + "-secrets")));
    SentContents.OF_THE_RUN.add(group.secrets.apiKey());
    for (int number = 1; number <= count; number++) {
      Overrides overrides = Overrides.of(group.secrets);
      settings.accept(overrides, group.secrets);
      LibertyServer server =
          LibertyServer.install(name + "-" + number, overrides).startingQuickly();
      for (Map.Entry<String, String> database : databases.entrySet()) {
        server.addDatabase(database.getKey(), database.getValue());
      }
      group.servers.add(server);
    }
    return group;
  }

  Secrets secrets() {
    return secrets;
  }

  /** A token of a user who may write. */
  String token() {
    return token;
  }

  List<LibertyServer> servers() {
    return servers;
  }

  List<String> urls() {
    return servers.stream().map(LibertyServer::url).toList();
  }

  /** Starts all servers, and waits until a database can be used at each. */
  void start(String database) throws IOException {
    for (LibertyServer server : servers) {
      server.start();
    }
    for (int server = 0; server < servers.size(); server++) {
      await(server, database);
    }
  }

  /** Starts a server, and waits until a database can be used there. */
  void start(int server, String database) throws IOException {
    servers.get(server).start();
    await(server, database);
  }

  /** Waits until a database can be used at a server. */
  void await(int server, String database) {
    Awaitility.await("database " + database)
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> readiness(server).contains("\"" + database + "\":\"UP\""));
  }

  /** What the readiness check of a server answers. */
  String readiness(int server) throws IOException, InterruptedException {
    URI address = URI.create(servers.get(server).operationsUrl() + "/health/ready");
    return client
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() throws IOException {
    for (LibertyServer server : servers) {
      server.close();
    }
  }
}
