package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Calls the server with clients that are generated from the OpenAPI document of the build, and
 * checks the document with Spectral. The sources are in {@code src/test/client}.
 */
@ExtendWith(RunningServer.Resolver.class)
@Execution(ExecutionMode.CONCURRENT)
class GeneratedClientIT {
  private static final Path SOURCES = Path.of("src/test/client");
  private static final Path WORK = Path.of("target/client").toAbsolutePath();
  private static final Path DOCUMENT = Path.of("target/openapi.yaml").toAbsolutePath();

  @Test
  void javaClientsForJerseyAndTheJdkWork(RunningServer server)
      throws IOException, InterruptedException {
    server.awaitUse("lived-postgresql");
    runMaven(server, "pom.xml", "java", server.secrets().apiKey(), "lived-postgresql");
  }

  @Test
  void javaClientsForMicroProfileAndResteasyWork(RunningServer server)
      throws IOException, InterruptedException {
    runMaven(server, "resteasy/pom.xml", "resteasy", RunningServer.GENERATED_CLIENT_KEY, "alpha");
  }

  private static void runMaven(
      RunningServer server, String project, String name, String apiKey, String database)
      throws IOException, InterruptedException {
    run(
        maven(
            SOURCES.resolve(project),
            "-Dclient.build.directory=" + WORK.resolve(name),
            "-Dgrievances.url=" + server.server().url(),
            "-Dgrievances.api-key=" + apiKey,
            "-Dgrievances.token=" + server.token("grievance-writer"),
            "-Dgrievances.client-id=" + Secrets.CLIENT,
            "-Dgrievances.client-code=" + server.secrets().clientCode(),
            "-Dgrievances.user=" + RunningServer.USERS.get("grievance-admin"),
            "-Dgrievances.password=" + RunningServer.PASSWORD,
            "-Dgrievances.database=" + database,
            "-Dgrievances.ca-file=" + caFile(server),
            "test"),
        name);
  }

  /** Generates the client of a project in another language, in its directory. */
  private static void generate(Path project) throws IOException, InterruptedException {
    run(
        maven(project.resolve("pom.xml"), "generate-sources"),
        project.getFileName() + "-generation");
  }

  private static ProcessBuilder maven(Path project, String... arguments) {
    ProcessBuilder maven =
        new ProcessBuilder(
            "mvn", "--batch-mode", "--file", project.toString(), "-Dopenapi.document=" + DOCUMENT);
    maven.command().addAll(List.of(arguments));
    return maven;
  }

  @Test
  void typeScriptClientWorks(RunningServer server) throws IOException, InterruptedException {
    require("npm", "--version");
    server.awaitUse("spread");
    Path directory = install("typescript");
    generate(directory);
    run(in(directory, "node_modules/.bin/tsc"), "typescript-compiler");
    ProcessBuilder node = in(directory, "node", "out/test.js");
    node.environment().putAll(settings(server, "spread"));
    node.environment().put("NODE_EXTRA_CA_CERTS", caFile(server));
    run(node, "typescript");
  }

  @Test
  void pythonClientWorks(RunningServer server) throws IOException, InterruptedException {
    require(
        "python3", "-c", "import dateutil, urllib3, pydantic; pydantic.BaseModel.model_validate");
    Path directory = copy("python");
    generate(directory);
    ProcessBuilder python = in(directory, "python3", "-B", "-W", "error", "test_client.py");
    python.environment().putAll(settings(server, "gamma"));
    python.environment().put("GRIEVANCES_CA_FILE", caFile(server));
    run(python, "python");
  }

  @Test
  void spectralFindsNothingInTheDocument() throws IOException, InterruptedException {
    require("npm", "--version");
    Path directory = install("spectral");
    run(
        in(directory, "node_modules/.bin/spectral", "lint", "-F", "warn", DOCUMENT.toString()),
        "spectral");
  }

  /** Skips the test, and says so, where a program is missing; with {@code CI=true} it fails. */
  private static void require(String... command) throws InterruptedException {
    String missing = "NOT TESTED: " + String.join(" ", command) + " does not work here.";
    if (!works(command)) {
      System.err.println(missing);
      assumeTrue("true".equals(System.getenv("CI")), missing);
    }
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Copies a project of npm, and installs the versions in its lock file. */
  private static Path install(String project) throws IOException, InterruptedException {
    Path directory = copy(project);
    run(
        in(directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
        project + "-install");
    return directory;
  }

  private static Path copy(String project) throws IOException {
    Path directory = Files.createDirectories(WORK.resolve(project));
    try (Stream<Path> files = Files.list(SOURCES.resolve(project))) {
      for (Path file : files.toList()) {
        Files.copy(
            file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return directory;
  }

  private static ProcessBuilder in(Path directory, String... command) {
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  private static Map<String, String> settings(RunningServer server, String database) {
    return Map.of(
        "GRIEVANCES_URL",
        server.server().url(),
        "GRIEVANCES_API_KEY",
        RunningServer.GENERATED_CLIENT_KEY,
        "GRIEVANCES_TOKEN",
        server.token("grievance-writer"),
        "GRIEVANCES_DATABASE",
        database);
  }

  private static String caFile(RunningServer server) {
    return server.secrets().caFile().toAbsolutePath().toString();
  }

  private static void run(ProcessBuilder command, String name)
      throws IOException, InterruptedException {
    File log = Files.createDirectories(WORK).resolve(name + ".log").toFile();
    List<String> program = command.command().subList(0, 1);
    assertEquals(
        0,
        command.redirectErrorStream(true).redirectOutput(log).start().waitFor(),
        () -> program + " failed, see " + log);
  }
}
