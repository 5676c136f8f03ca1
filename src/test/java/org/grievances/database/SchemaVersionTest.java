package org.grievances.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
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
  void eachScriptSetsItsVersion(String folder) throws IOException {
    try (Stream<Path> scripts = Files.list(MIGRATIONS.resolve(folder))) {
      List<Path> all = scripts.filter(script -> script.toString().endsWith(".sql")).toList();
      assertFalse(all.isEmpty());
      for (Path script : all) {
        String expected =
            version(script) == 1
                ? "insert into database_identity (schema_version) values (1);"
                : "update database_identity set schema_version = " + version(script) + ";";
        assertTrue(Files.readString(script).contains(expected), script + " sets no schema_version");
      }
    }
  }
}
