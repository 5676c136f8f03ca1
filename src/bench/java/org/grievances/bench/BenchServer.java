package org.grievances.bench;

import com.nimbusds.jose.JOSEException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;

/**
 * A server as operators run it, over HTTPS on loopback, with one database on a PostgreSQL that is
 * as durable as PostgreSQL is by default.
 */
final class BenchServer implements AutoCloseable {
  private static final String DATABASE = "bench";
  private static final String DATA_SOURCE =
      """
      <server>
        <dataSource jndiName="jdbc/grievances/bench" jdbcDriverRef="postgresql"
                    isolationLevel="TRANSACTION_READ_COMMITTED" statementCacheSize="50"
                    type="javax.sql.ConnectionPoolDataSource">
          <properties.postgresql serverName="localhost" portNumber="%d" databaseName="postgres"
                                 user="postgres" logServerErrorDetail="false"/>
          <connectionManager maxPoolSize="20" connectionTimeout="5s"/>
        </dataSource>
      </server>
      """;

  private final Secrets secrets;
  private final EmbeddedPostgres postgres;
  private final LibertyServer server;
  private final HttpClient client;
  private final String token;

  private BenchServer(Path directory)
      throws IOException, GeneralSecurityException, JOSEException, InterruptedException {
    secrets = Secrets.create(directory.resolve("secrets"));
    token = secrets.token("bench", "grievance-writer");
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    server =
        LibertyServer.install("bench", Overrides.of(secrets))
            .addDatabase(DATABASE, DATA_SOURCE.formatted(postgres.getPort()));
    client = client(secrets);
    server.start();
    awaitDatabase();
  }

  static BenchServer start(Path directory) throws Exception {
    return new BenchServer(directory);
  }

  private static HttpClient client(Secrets secrets) throws GeneralSecurityException, IOException {
    KeyStore trusted =
        KeyStore.getInstance(secrets.keystore().toFile(), secrets.keystorePassword().toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  private void awaitDatabase() throws IOException, InterruptedException {
    while (send(request("/vbasoftware/grievances?pageSize=1")).statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("User-Agent", "grievances-bench")
        .header("Content-Type", "application/json")
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", DATABASE);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** What is at a path; reads the whole answer. */
  byte[] get(String path) throws IOException, InterruptedException {
    return expect(200, send(request("/vbasoftware/" + path)));
  }

  byte[] putBatch(String body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
    return expect(207, send(request("/vbasoftware/grievances-batch").PUT(publisher)));
  }

  private static byte[] expect(int status, HttpResponse<byte[]> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          response.uri() + " was answered " + response.statusCode() + ", not " + status);
    }
    return response.body();
  }

  /** A connection to the database, past the service. */
  Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  @Override
  public void close() throws IOException {
    server.close();
    postgres.close();
  }
}
