package org.grievances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.server.PageCommands;
import org.junit.jupiter.api.Test;

/**
 * Each command on a page is run by a test, or it is said why not, in {@code page-commands.txt}: a
 * page, how the command begins there, and
 *
 * <ul>
 *   <li>{@code read by TEST}, which runs it as it is on the page,
 *   <li>{@code as in TEST}, which runs the same with other values, or
 *   <li>{@code not run: REASON}.
 * </ul>
 */
class PageCommandsTest {
  private static final Path LIST = Path.of("src/test/resources/org/grievances/page-commands.txt");
  private static final Path TESTS = Path.of("src/test/java");
  private static final String READ = "read by ";
  private static final String SAME = "as in ";
  private static final String NOT_RUN = "not run: ";

  /**
   * A line of the list.
   *
   * @param how the command is tested
   */
  private record Entry(String page, String beginning, String how) {

    static Entry of(String line) {
      String[] parts = line.split(" \\| ", 3);
      return new Entry(parts[0].strip(), parts[1].strip(), parts[2].strip());
    }

    boolean isOf(Command command) {
      return command.page().endsWith(page) && command.text().startsWith(beginning);
    }
  }

  private record Command(Path page, String text) {}

  private static List<Entry> entries() throws IOException {
    return Files.readAllLines(LIST).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Entry::of)
        .toList();
  }

  private static List<Command> commands() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("src/site/markdown"))) {
      return Stream.concat(
              pages.sorted(),
              Stream.of("README.md", "src/bench/README.md", "src/main/deploy/README.md")
                  .map(Path::of))
          .flatMap(page -> PageCommands.of(page).stream().map(text -> new Command(page, text)))
          .toList();
    }
  }

  @Test
  void everyCommandOfAPageIsListed() throws IOException {
    List<Entry> entries = entries();
    assertEquals(
        List.of(),
        commands().stream()
            .filter(command -> entries.stream().noneMatch(entry -> entry.isOf(command)))
            .toList(),
        "add them to " + LIST);
  }

  @Test
  void everyListedCommandIsOnItsPage() throws IOException {
    List<Command> commands = commands();
    assertTrue(commands.size() > 50, commands::toString);
    assertEquals(
        List.of(),
        entries().stream().filter(entry -> commands.stream().noneMatch(entry::isOf)).toList());
  }

  @Test
  void everyNamedTestIsThere() throws IOException {
    Set<String> wrong =
        entries().stream()
            .filter(entry -> !isTested(entry))
            .map(Entry::toString)
            .collect(Collectors.toSet());
    assertEquals(Set.of(), wrong);
  }

  private static boolean isTested(Entry entry) {
    String how = entry.how();
    if (how.startsWith(NOT_RUN)) {
      return how.length() > NOT_RUN.length();
    }
    if (how.startsWith(SAME)) {
      return sources(how.substring(SAME.length())).length() > 0;
    }
    return how.startsWith(READ)
        && sources(how.substring(READ.length())).contains('"' + pageName(entry) + '"');
  }

  private static String pageName(Entry entry) {
    return "src/site/markdown/" + entry.page();
  }

  /** The sources in the package of a test, among which are its helpers; empty without the test. */
  private static String sources(String test) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Path directory =
          files
              .filter(file -> file.endsWith(test + ".java"))
              .map(Path::getParent)
              .findFirst()
              .orElse(null);
      return directory == null ? "" : all(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String all(Path directory) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
