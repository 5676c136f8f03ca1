package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that all files that the Dockerfile copies exist, and that it does not run as root. */
class DockerfileIT {
  private static final Path DOCKERFILE = Path.of("Dockerfile");

  private static Stream<String> copiedPaths() throws IOException {
    return Files.readAllLines(DOCKERFILE).stream()
        .filter(line -> line.startsWith("COPY "))
        .map(line -> List.of(line.split("\\s+")))
        .flatMap(words -> words.subList(1, words.size() - 1).stream())
        .filter(word -> !word.startsWith("--"));
  }

  @Test
  void everyCopiedPathExists() throws IOException {
    List<String> missing = copiedPaths().filter(path -> !Files.exists(Path.of(path))).toList();
    assertEquals(List.of(), missing);
    assertTrue(copiedPaths().count() >= 3);
  }

  @Test
  void theJdbcDriversAreInTheServerDirectory() throws IOException {
    Path drivers = Path.of("target/liberty/wlp/usr/servers/defaultServer/lib");
    for (String driver : List.of("derby/derby-", "postgresql/postgresql-")) {
      try (Stream<Path> files = Files.walk(drivers)) {
        assertTrue(files.anyMatch(file -> file.toString().contains(driver)), driver);
      }
    }
  }

  @Test
  void noKeyThatWasMadeWithTheImageStaysInIt() throws IOException {
    assertTrue(
        Files.readAllLines(DOCKERFILE)
            .contains("RUN configure.sh && rm -rf /output/resources/security"));
  }

  @Test
  void theServerDoesNotRunAsRoot() throws IOException {
    assertTrue(Files.readAllLines(DOCKERFILE).contains("USER 1001"));
  }
}
