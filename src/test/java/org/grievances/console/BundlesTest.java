package org.grievances.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which modules are in which file, and that they find each other there. */
class BundlesTest {
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
}
