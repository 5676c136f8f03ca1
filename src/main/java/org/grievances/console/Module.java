package org.grievances.console;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module of the console.
 *
 * @param path its path below {@code /console}
 * @param main the name of its default export; null if it has none
 * @param body its text without comments and imports, and without the words that export a
 *     declaration
 */
record Module(String path, List<Import> imports, List<String> exports, String main, String body) {

  /** As all modules write it: a statement on a line of its own. */
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:\\{ (.*) } from )?\"(.*)\";\n");

  private static final Pattern COMMENT = Pattern.compile("(?ms)^ */\\*\\*.*?\\*/\n");

  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export (default )?((?:async )?(?:function|class|const) (\\w+))");

  /** The names that a module takes from another one. */
  record Import(List<String> names, String path) {}

  static Module of(String path, String source) {
    List<Import> imports = new ArrayList<>();
    for (Matcher found = IMPORT.matcher(source); found.find(); ) {
      List<String> names =
          Stream.ofNullable(found.group(1)).flatMap(list -> Stream.of(list.split(", "))).toList();
      imports.add(new Import(names, URI.create(path).resolve(found.group(2)).getPath()));
    }
    List<String> exports = new ArrayList<>();
    String main = null;
    for (Matcher found = EXPORT.matcher(source); found.find(); ) {
      exports.add(found.group(3));
      main = found.group(1) == null ? main : found.group(3);
    }
    return new Module(path, imports, exports, main, body(source));
  }

  private static String body(String source) {
    String code = COMMENT.matcher(source).replaceAll("");
    return EXPORT.matcher(IMPORT.matcher(code).replaceAll("")).replaceAll("$2").strip() + '\n';
  }
}
