package org.grievances.loader;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads variables from lines such as {@code export NAME="value" # remark}, as shells and containers
 * take them. A value is taken literally, but for a backslash before a quote or another backslash
 * within double quotes.
 */
final class EnvironmentFile {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:export\\s+)?(?<name>[A-Za-z_][A-Za-z_0-9]*)\\s*=(?<gap>\\s*)"
              + "(?:'(?<literal>[^']*)'|\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"|(?<plain>(?!['\"]).*?))"
              + "(?:\\s+#.*|\\s*)");

  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\$`])");

  private EnvironmentFile() {}

  static Map<String, String> read(Path file) {
    Map<String, String> values = new HashMap<>();
    int number = 0;
    for (String line : FileText.read(file, "The file of the credentials").split("\n")) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(text);
      if (!matcher.matches()) {
        throw ExitException.usage(
            "Line %d of the file of the credentials is not NAME=value, or its quotes do not match: %s"
                .formatted(number, file));
      }
      values.put(matcher.group("name"), value(matcher));
    }
    return values;
  }

  private static String value(Matcher line) {
    if (line.group("literal") != null) {
      return line.group("literal");
    }
    if (line.group("quoted") != null) {
      return ESCAPED.matcher(line.group("quoted")).replaceAll("$1");
    }
    boolean isRemark = !line.group("gap").isEmpty() && line.group("plain").startsWith("#");
    return isRemark ? "" : line.group("plain");
  }
}
