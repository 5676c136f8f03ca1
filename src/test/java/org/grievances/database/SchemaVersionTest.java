package org.grievances.database;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  private static int version(Path script) {
    String name = script.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  /** Owners may run the scripts by hand, and then nothing else tells how far they got. */
  @ParameterizedTest
  @ValueSource(strings = {"derby", "postgresql", "postgresql-spread"})
  void eachScriptAfterTheBaselineSetsItsVersion(String folder) throws IOException {
    try (Stream<Path> scripts = Files.list(MIGRATIONS.resolve(folder))) {
      List<Path> later =
          scripts
              .filter(script -> script.toString().endsWith(".sql"))
              .filter(script -> version(script) > 1)
              .toList();
      for (Path script : later) {
        assertTrue(
            Files.readString(script)
                .contains("update database_identity set schema_version = " + version(script) + ";"),
            script + " sets no schema_version");
      }
    }
  }
}
