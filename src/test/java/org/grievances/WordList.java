package org.grievances;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The list of words that the project does not use, and finds them in the lines of a file. */
record WordList(List<Rule> rules, List<Pattern> exceptions) {
  static final Path FILE = Path.of("src/test/resources/org/grievances/words.txt");
  private static final String SEPARATOR = " ~ ";

  /** The beginning of a line that continues a comment. */
  private static final Pattern CONTINUATION = Pattern.compile("^\\s*(\\*(?!/)|//|#|--)?\\s*");

  /** The files that a rule is for. */
  enum Scope {
    ALL,
    JAVA,
    SCRIPTS,
    CONSOLE,
    PAGES,
    PRODUCT,
    TESTS;

    /**
     * @param file relative to the project, with slashes
     */
    boolean contains(String file) {
      return switch (this) {
        case ALL -> true;
        case JAVA -> file.endsWith(".java");
        case SCRIPTS -> CONSOLE.contains(file) && file.endsWith(".js");
        case CONSOLE -> file.startsWith("src/main/webapp/");
        case PAGES -> file.endsWith(".md");
        case PRODUCT -> !file.startsWith("src/test/") && !file.startsWith("src/bench/");
        case TESTS -> file.startsWith("src/test/java/");
      };
    }
  }

  /**
   * Words that are not used.
   *
   * @param better the words to use instead
   * @param sample a text in which the pattern is found
   */
  record Rule(Scope scope, Pattern pattern, String better, String sample) {}

  /** A use of such words. */
  record Finding(String file, int line, String words, String better) {

    @Override
    public String toString() {
      return "%s:%d: \"%s\"; better: %s".formatted(file, line, words, better);
    }
  }

  static WordList read() {
    List<Rule> rules = new ArrayList<>();
    List<Pattern> exceptions = new ArrayList<>();
    for (String line : lines(FILE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split(SEPARATOR, 4);
        if (columns[0].equals("except")) {
          exceptions.add(Pattern.compile(columns[1]));
        } else {
          Scope scope = Scope.valueOf(columns[0].toUpperCase(Locale.ROOT));
          rules.add(new Rule(scope, Pattern.compile(columns[1]), columns[2], columns[3]));
        }
      }
    }
    return new WordList(rules, exceptions);
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Finds the words, also where they are split over two lines.
   *
   * @param file relative to the project, with slashes
   */
  List<Finding> find(String file, List<String> lines) {
    StringBuilder joined = new StringBuilder();
    int[] starts = new int[lines.size()];
    for (int line = 0; line < starts.length; line++) {
      starts[line] = joined.length();
      joined.append(CONTINUATION.matcher(lines.get(line)).replaceFirst("").strip()).append(' ');
    }
    String text = withoutExceptions(joined.toString());
    return rules.stream()
        .filter(rule -> rule.scope().contains(file))
        .flatMap(
            rule ->
                rule.pattern()
                    .matcher(text)
                    .results()
                    .map(each -> finding(file, starts, rule, each)))
        .toList();
  }

  private static Finding finding(String file, int[] starts, Rule rule, MatchResult match) {
    int start = Arrays.binarySearch(starts, match.start());
    int line = start >= 0 ? start + 1 : -start - 1;
    return new Finding(file, line, match.group(), rule.better());
  }

  /** Blanks the correct uses, so that positions stay the same. */
  private String withoutExceptions(String text) {
    String rest = text;
    for (Pattern exception : exceptions) {
      rest = exception.matcher(rest).replaceAll(match -> " ".repeat(match.group().length()));
    }
    return rest;
  }
}
