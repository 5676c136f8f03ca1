package org.grievances.release;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.SampleGrievances;
import org.grievances.server.Secrets;

/** A server that was installed from a package; as root, it runs as a user who owns nothing else. */
final class InstalledServer implements AutoCloseable {
  private static final Path PAGE = Path.of("src/site/markdown/installation.md");
  private static final String NOBODY = "65534";
  private static final String DATABASE = "northwind";
  private static final String DATA_SOURCE =
      """
      <server>
        <dataSource jndiName="jdbc/grievances/northwind" jdbcDriverRef="derby"
                    isolationLevel="TRANSACTION_READ_COMMITTED"
                    type="javax.sql.ConnectionPoolDataSource">
          <properties.derby.embedded databaseName="${server.output.dir}/derby/northwind"
                                     createDatabase="create"/>
        </dataSource>
      </server>
      """;

  private final Path root;
  private final Path home;
  private final String name;
  private final Map<String, String> environment;
  private final Secrets secrets;
  private final int port = LibertyServer.freePort();

  private InstalledServer(Path root, Path home, String name, Map<String, String> environment)
      throws Exception {
    this.root = root;
    this.home = home;
    this.name = name;
    this.environment = environment;
    this.secrets = Secrets.create(root.resolve("secrets"));
  }

  /**
   * Installs it by the commands of the manual, in a directory that stands for that of a machine.
   */
  static InstalledServer onAMachine(Path root, Path release) throws Exception {
    Path writable = Files.createDirectory(root.resolve("var"));
    Path logs = Files.createDirectory(root.resolve("log"));
    Shell.run(release, commands("## On a machine", "A first", root));
    return new InstalledServer(
        root,
        root.resolve("opt/current"),
        "defaultServer",
        Map.of("WLP_OUTPUT_DIR", writable.toString(), "LOG_DIR", logs.toString()));
  }

  /** Puts it into the Liberty that the build has, which is a whole one. */
  static InstalledServer inLiberty(Path root, Path zip) throws Exception {
    Path wlp = Path.of("target/liberty/wlp").toAbsolutePath();
    Path user = root.resolve("usr");
    Map<String, String> environment = Map.of("WLP_USER_DIR", user.toString());
    Shell.run(root, environment, List.of(wlp.resolve("bin/server").toString(), "create", "own"));
    Shell.run(root, "unzip -qo " + zip + " -d usr/servers/own");
    return new InstalledServer(root, wlp, "own", environment);
  }

  /** The commands of a part of the page, except those that change more of a machine than files. */
  private static String commands(String from, String to, Path root) throws IOException {
    String part = Files.readString(PAGE);
    part = part.substring(part.indexOf(from));
    part = part.substring(0, part.indexOf("\n" + to));
    return part.lines()
        .filter(line -> line.startsWith("    "))
        .filter(line -> !line.contains("useradd"))
        .map(line -> line.strip().replace("/opt/grievances", root + "/opt"))
        .map(line -> line.replace("/etc/grievances", root + "/etc"))
        .collect(Collectors.joining("\n"));
  }

  private Path directory() {
    String user = environment.getOrDefault("WLP_USER_DIR", home.resolve("usr").toString());
    return Path.of(user, "servers", name);
  }

  void configure() throws Exception {
    Path written = Files.createDirectory(root.resolve("written"));
    Overrides.of(secrets)
        .set("grievances.https.port", Integer.toString(port))
        .set("grievances.operations.port", Integer.toString(LibertyServer.freePort()))
        .set("grievances.host", "localhost")
        .writeTo(written);
    Files.writeString(directory().resolve("databases/northwind.xml"), DATA_SOURCE);
    Path overrides = directory().resolve("configDropins/overrides");
    Shell.run(
        root,
        "[ -d %1$s ] || mkdir %1$s; cp written/configDropins/overrides/* %1$s"
            .formatted(overrides));
    if (isRoot()) {
      Shell.run(root, "chown -R %s $(ls -d secrets var log usr 2>/dev/null)".formatted(NOBODY));
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  String check() {
    String program = home.resolve("bin/grievances").toString();
    return Shell.run(root, "%1$s check; %1$s check --connect".formatted(program));
  }

  void recordStart() {
    Shell.run(
        root,
        "WLP_OUTPUT_DIR=$(mktemp -d) LOG_DIR=$(mktemp -d) sh "
            + directory().resolve("record-start.sh"));
  }

  void start() {
    server("start");
  }

  private void server(String action) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }
    command.addAll(List.of(home.resolve("bin/server").toString(), action, name));
    Shell.run(root, environment, command);
  }

  void putBatch() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + port + "/vbasoftware/grievances-batch"))
            .header("Content-Type", "application/json")
            .header("x-api-key", secrets.apiKey())
            .header("Authorization", "Bearer " + secrets.token("jane", "grievance-writer"))
            .header("vbasoftware-database", DATABASE)
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    new SampleGrievances(1).batch(1, 1000).toString()))
            .build();
    HttpClient client = secrets.httpClient();
    await("the database")
        .atMost(Duration.ofMinutes(2))
        .ignoreException(IOException.class)
        .until(() -> send(client, request).statusCode() != 503);
    assertEquals(207, send(client, request).statusCode());
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server("stop");
  }
}
