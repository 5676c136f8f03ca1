package org.grievances.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands in the blocks of code of a page. A block of XML, JSON, YAML or HTTP is none, nor is
 * a line that only sets a variable, or a comment.
 */
public final class PageCommands {
  private static final String INDENT = "    ";
  private static final String FENCE = "```";
  private static final Pattern NO_COMMANDS =
      Pattern.compile("[<{\\[].*|\\w+:|(?:[A-Z]+ \\S+ )?HTTP/1\\.1.*");
  private static final Pattern NO_COMMAND = Pattern.compile("#.*|[A-Z0-9_]+=[^ $(]*(?:\\s+#.*)?");
  private static final Pattern SQL = Pattern.compile("(?i)(?:select|update|delete) .*");
  private static final String CONTINUED = "\\";

  private final List<String> commands = new ArrayList<>();
  private final StringBuilder command = new StringBuilder();
  private boolean isFenced;

  /** Whether the block before this line has not ended. */
  private boolean isInside;

  private boolean hasCommands;

  /** Whether a block can begin with this line. */
  private boolean isBlank = true;

  private PageCommands() {}

  /** The commands in their order, each in one line, without comments at its end. */
  public static List<String> of(Path page) {
    PageCommands found = new PageCommands();
    try {
      Files.readAllLines(page).forEach(found::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.commands;
  }

  /** The only command that begins like this. */
  public static String beginning(Path page, String start) {
    List<String> found = of(page).stream().filter(each -> each.startsWith(start)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " commands of " + page + ": " + start);
    }
    return found.get(0);
  }

  private void read(String line) {
    if (line.startsWith(FENCE)) {
      isFenced = !isFenced;
      isInside = false;
    } else if (line.isBlank()) {
      isInside = false;
    } else if (isFenced || line.startsWith(INDENT) && (isInside || isBlank)) {
      readCode(line.strip());
    } else {
      isInside = false;
    }
    isBlank = line.isBlank() || line.startsWith(FENCE);
  }

  private void readCode(String line) {
    if (!isInside) {
      isInside = true;
      hasCommands = !NO_COMMANDS.matcher(line).matches();
    }
    if (hasCommands && !(command.isEmpty() && NO_COMMAND.matcher(line).matches())) {
      command.append(line);
      if (line.endsWith(CONTINUED)) {
        command.setLength(command.length() - 1);
      } else if (SQL.matcher(command).matches() && !line.endsWith(";")) {
        command.append(' ');
      } else {
        commands.add(command.toString().replaceFirst("\\s{2,}#.*", ""));
        command.setLength(0);
      }
    }
  }
}
