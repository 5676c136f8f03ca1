package org.grievances.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests which modules are in which file, and that they find each other there. */
class BundlesTest {
  private static final Path CONSOLE = Path.of("src/main/webapp/console");
  private static final Pattern DECLARED =
      Pattern.compile("(?m)^(?:const|import) \\{ (.*?) } (?:= \\(|from)");

  private static final Map<String, String> SOURCES =
      Map.of(
          "/start.js", "import { get } from \"./api.js\";\n\nget();\n",
          "/api.js", "/** Reads. */\nexport function get() {}\n",
          "/app.js", "import { get } from \"./api.js\";\nimport \"./tag.js\";\n\nget();\n",
          "/tag.js", "define();\n",
          "/row.js", "export const row = 1;\n",
          "/cell.js", "import { row } from \"./row.js\";\n\nexport class Cell {}\n",
          "/pages/list.js",
              "import { Cell } from \"../cell.js\";\n\nexport default async function list() {}\n",
          "/pages/record.js",
              "import { row } from \"../row.js\";\n\nexport default function record() {}\n");

  private final Map<String, String> files = Bundles.of(SOURCES);

  @Test
  void pagesHaveFilesOfTheirOwn() {
    assertEquals(
        Set.of("/start.js", "/app.js", "/pages/list.js", "/pages/record.js"), files.keySet());
  }

  @Test
  void modulesOfTheStartRunInTheOrderOfTheirImports() {
    assertEquals(
        """

        // /api.js
        const { get } = (() => {
        function get() {}
        return { get };
        })();

        // /start.js
        const {  } = (() => {
        get();
        return {  };
        })();

        export { get };
        """,
        files.get("/start.js"));
  }

  @Test
  void moduleThatSeveralPagesUseIsInTheFileOfAll() {
    String app = files.get("/app.js");
    assertEquals(
        """
        import { get } from "./start.js";

        // /tag.js
        const {  } = (() => {
        define();
        return {  };
        })();

        // /app.js
        const {  } = (() => {
        get();
        return {  };
        })();

        // /row.js
        const { row } = (() => {
        const row = 1;
        return { row };
        })();

        export { row };
        """,
        app);
  }

  @Test
  void moduleOfOnePageIsInItsFile() {
    assertEquals(
        """
        import { row } from "../app.js";

        // /cell.js
        const { Cell } = (() => {
        class Cell {}
        return { Cell };
        })();

        // /pages/list.js
        const { list } = (() => {
        async function list() {}
        return { list };
        })();

        export { Cell, list, list as default };
        """,
        files.get("/pages/list.js"));
  }

  @Test
  void importOfWhatIsNotExportedIsRefused() {
    Map<String, String> sources =
        Map.of(
            "/start.js", "import { put } from \"./api.js\";\n",
            "/api.js", "export function get() {}\n",
            "/app.js", "run();\n");
    assertThrows(IllegalStateException.class, () -> Bundles.of(sources));
  }

  /** Two declarations of a name in a file are an error of its syntax. */
  @Test
  void modulesOfTheConsoleFitTogether() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(CONSOLE)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".js")).toList()) {
        sources.put("/" + CONSOLE.relativize(file), Files.readString(file));
      }
    }
    Bundles.of(sources).forEach(BundlesTest::assertDeclaresNothingTwice);
  }

  private static void assertDeclaresNothingTwice(String file, String text) {
    List<String> names =
        DECLARED
            .matcher(text)
            .results()
            .flatMap(found -> Stream.of(found.group(1).split(", ")))
            .filter(name -> !name.isBlank())
            .toList();
    assertEquals(names.stream().distinct().toList(), names, file);
  }
}
