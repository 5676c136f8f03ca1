package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Builds the Maven project in {@code src/test/client}, which generates a client from the served
 * OpenAPI document and tests this client against the server.
 */
@ExtendWith(RunningServer.Resolver.class)
class GeneratedClientIT {

  @Test
  void aClientGeneratedFromTheServedDocumentWorks(RunningServer server)
      throws IOException, InterruptedException {
    server.awaitUse("lived-postgresql");
    Path work = Files.createDirectories(Path.of("target/client").toAbsolutePath());
    Path document = work.resolve("openapi.yaml");
    Files.writeString(document, server.plain().get("/openapi").asString());
    Path log = work.resolve("build.log");
    ProcessBuilder maven =
        new ProcessBuilder(
            Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
            "--batch-mode",
            "--file",
            "src/test/client/pom.xml",
            "-Dclient.build.directory=" + work.resolve("target"),
            "-Dopenapi.document=" + document,
            "-Dgrievances.url=" + server.server().url(),
            "-Dgrievances.api-key=" + server.secrets().apiKey(),
            "-Dgrievances.token=" + server.token("grievance-writer"),
            "-Dgrievances.client-id=" + Secrets.CLIENT,
            "-Dgrievances.client-code=" + server.secrets().clientCode(),
            "-Dgrievances.user=" + RunningServer.USERS.get("grievance-admin"),
            "-Dgrievances.password=" + RunningServer.PASSWORD,
            "-Dgrievances.database=lived-postgresql",
            "-Dgrievances.ca-file=" + server.secrets().caFile().toAbsolutePath(),
            "test");
    maven.redirectErrorStream(true).redirectOutput(log.toFile());
    assertEquals(0, maven.start().waitFor(), () -> "The build of the client failed, see " + log);
  }
}
