package org.grievances.browser;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.grievances.demo.DemoCodes;
import org.grievances.demo.YearOfGrievances;
import org.grievances.server.IdentityProvider;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;

/**
 * The server of all tests with a browser: {@code alpha} has a year of grievances, {@code beta} the
 * codes alone, and {@code york} and {@code kolkata} time zones of their own; in all, other clients
 * write too.
 */
final class ConsoleServer implements AutoCloseable {
  static final String FILLED = "alpha";
  static final String EMPTY = "beta";

  /** The time zones of databases that are not in UTC. */
  static final Map<String, String> ZONES =
      Map.of("york", "America/New_York", "kolkata", "Asia/Kolkata");

  private static final String DERBY =
      """
      <server>
        <dataSource jndiName="jdbc/grievances/NAME" jdbcDriverRef="derby"
                    isolationLevel="TRANSACTION_READ_COMMITTED"
                    type="javax.sql.ConnectionPoolDataSource">
          <properties.derby.embedded databaseName="${server.output.dir}/derby/NAME"
                                     createDatabase="create"/>
        </dataSource>
      </server>
      """;

  /** Users, each named as the only role that it has. */
  private static final Map<String, String> USERS =
      Map.of(
          "grievance-reader", "reader", "grievance-writer", "writer", "grievance-admin", "admin");

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Secrets secrets = Secrets.create(Path.of("target/servers/console-secrets"));
  private final String password = Secrets.randomText();
  private final HttpClient client = HttpClient.newBuilder().sslContext(secrets.trusting()).build();
  private final String token = secrets.token("other.client", "grievance-admin");
  private final IdentityProvider provider = IdentityProvider.at(secrets);
  private final LibertyServer server;

  private ConsoleServer() throws IOException, GeneralSecurityException, JOSEException {
    List.of(secrets.apiKey(), password).forEach(SentContents.OF_THE_RUN::add);
    server = LibertyServer.install("console", overrides()).startingQuickly();
    server.configure(provider.addTo(overrides(), server.url()));
    for (String name : ZONES.keySet()) {
      server.addDatabase(name, DERBY.replace("NAME", name));
    }
  }

  private Overrides overrides() throws JOSEException {
    Overrides overrides =
        Overrides.of(secrets).withSignIn(secrets, Overrides.basicRegistry(password, USERS));
    ZONES.forEach((name, zone) -> overrides.set("grievances.databases." + name + ".zone", zone));
    return overrides;
  }

  static ConsoleServer start() throws IOException, GeneralSecurityException, JOSEException {
    ConsoleServer console = new ConsoleServer();
    try {
      console.provider.start();
      console.server.start();
      List.of(FILLED, EMPTY).forEach(console::configure);
      ZONES.keySet().forEach(console::configure);
      console.fill();
    } catch (IOException | RuntimeException e) {
      console.close();
      throw e;
    }
    return console;
  }

  /** Repeats the first batch until its database is there. */
  private void configure(String database) {
    for (DemoCodes codes : DemoCodes.LISTS) {
      await("database " + database)
          .atMost(TIMEOUT)
          .pollDelay(Duration.ZERO)
          .until(
              () -> send("PUT", database, codes.path() + "-batch", codes.entries()),
              answer -> answer.statusCode() == 207);
    }
  }

  private void fill() {
    String year = new YearOfGrievances(7, Instant.now()).all().toString();
    send("PUT", FILLED, "grievances-batch", year);
  }

  /** What another client sends, with every role. */
  HttpResponse<String> send(String method, String database, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/vbasoftware/" + path))
            .header("User-Agent", "grievances-browser")
            .header("Content-Type", "application/json")
            .header("x-api-key", secrets.apiKey())
            .header("Authorization", "Bearer " + token)
            .header("vbasoftware-database", database)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(TIMEOUT)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return server.url();
  }

  String password() {
    return password;
  }

  /** Where users of an organisation sign in, besides those of the server itself. */
  IdentityProvider provider() {
    return provider;
  }

  Path certificate() {
    return secrets.caFile();
  }

  @Override
  public void close() throws IOException {
    provider.close();
    server.close();
  }
}
