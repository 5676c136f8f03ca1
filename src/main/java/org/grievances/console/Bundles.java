package org.grievances.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Puts the modules of the console into few files, so that a page needs three and not thirty: {@code
 * start.js} asks for the first data, {@code app.js} has what several pages use, and {@code
 * pages/NAME.js} what only one uses. In its file, a module is a function that returns its exports.
 * Their names are unique in a file, so that imports from the same file need no statement.
 */
final class Bundles {
  private static final String START = "/start.js";
  private static final String APP = "/app.js";
  private static final String PAGES = "/pages/";

  private final Map<String, Module> modules = new TreeMap<>();

  /** The file of each module, in the order in which they run. */
  private final Map<String, String> files = new LinkedHashMap<>();

  private Bundles(Map<String, String> sources) {
    sources.forEach((path, source) -> modules.put(path, Module.of(path, source)));
    assign(START, START);
    assign(APP, APP);
    modules.keySet().stream()
        .filter(path -> path.startsWith(PAGES))
        .forEach(page -> assign(page, page));
  }

  /**
   * Returns the files by their paths.
   *
   * @param sources the modules by their paths
   */
  static Map<String, String> of(Map<String, String> sources) {
    Bundles bundles = new Bundles(sources);
    return bundles.files.values().stream()
        .distinct()
        .collect(Collectors.toMap(file -> file, bundles::text));
  }

  /** A module runs after those that it imports. */
  private void assign(String path, String file) {
    for (Module.Import needed : modules.get(path).imports()) {
      requireExported(needed, path);
      assign(needed.path(), file);
    }
    files.merge(
        path,
        file,
        (before, other) -> before.startsWith(PAGES) && !before.equals(other) ? APP : before);
  }

  private void requireExported(Module.Import needed, String path) {
    Module other = modules.get(needed.path());
    if (other == null || !other.exports().containsAll(needed.names())) {
      throw new IllegalStateException(
          "%s imports %s, which %s does not export".formatted(path, needed.names(), needed.path()));
    }
  }

  private String text(String file) {
    List<Module> inFile =
        files.keySet().stream()
            .filter(path -> files.get(path).equals(file))
            .map(modules::get)
            .toList();
    StringBuilder text = new StringBuilder();
    importsOf(inFile, file)
        .forEach((other, names) -> text.append(importOf(names, relative(file, other))));
    inFile.forEach(module -> text.append(asFunction(module)));
    return text.append(exportsOf(inFile)).toString();
  }

  /** The names that modules of a file take from other files. */
  private SortedMap<String, TreeSet<String>> importsOf(List<Module> inFile, String file) {
    SortedMap<String, TreeSet<String>> imports = new TreeMap<>();
    for (Module module : inFile) {
      for (Module.Import needed : module.imports()) {
        String other = files.get(needed.path());
        if (!other.equals(file)) {
          imports.computeIfAbsent(other, first -> new TreeSet<>()).addAll(needed.names());
        }
      }
    }
    return imports;
  }

  private static String relative(String file, String other) {
    return (file.startsWith(PAGES) ? ".." : ".") + other;
  }

  private static String importOf(TreeSet<String> names, String from) {
    return "import { %s } from \"%s\";\n".formatted(String.join(", ", names), from);
  }

  private static String asFunction(Module module) {
    String names = String.join(", ", module.exports());
    return "\n// %s\nconst { %s } = (() => {\n%sreturn { %s };\n})();\n"
        .formatted(module.path(), names, module.body(), names);
  }

  private static String exportsOf(List<Module> inFile) {
    String names =
        inFile.stream()
            .flatMap(module -> module.exports().stream())
            .collect(Collectors.joining(", "));
    String main = inFile.get(inFile.size() - 1).main();
    return "\nexport { %s%s };\n"
        .formatted(names, main == null ? "" : ", %s as default".formatted(main));
  }
}
