package org.grievances;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources, pages and configuration use plain words; see {@code words.txt}. */
class WordsTest {
  private static final List<Path> ROOTS =
      Stream.of("src", "liberty", "README.md", "pom.xml", "Dockerfile").map(Path::of).toList();

  private static final Set<String> OTHERS = Set.of("node_modules", "target", "package-lock.json");

  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(java|js|ts|py|css|html|md|ya?ml|xml|properties|sql|cfg|json|options|env|sh"
              + "|mustache)|Dockerfile");

  private static final int MAX_LINE_LENGTH = 120;
  private static final int MAX_TERMS = 30;
  private static final WordList WORDS = WordList.read();

  /** All files that people read, relative to the project. */
  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : ROOTS) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return isOther(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!isOther(file) && TEXT.matcher(file.getFileName().toString()).matches()) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return files;
  }

  private static boolean isOther(Path path) {
    return OTHERS.contains(path.getFileName().toString());
  }

  private static String name(Path file) {
    return file.toString().replace('\\', '/');
  }

  /** The numbers of the lines that are too long and can be broken: no tables, commands or links. */
  private static List<Integer> longLines(List<String> lines) {
    boolean[] isCode = new boolean[lines.size()];
    boolean fenced = false;
    for (int line = 0; line < isCode.length; line++) {
      boolean isFence = lines.get(line).startsWith("```");
      fenced ^= isFence;
      isCode[line] = fenced || lines.get(line).startsWith("    ");
    }
    return IntStream.range(0, isCode.length)
        .filter(line -> !isCode[line] && isTooLong(lines.get(line)))
        .map(line -> line + 1)
        .boxed()
        .toList();
  }

  private static boolean isTooLong(String line) {
    return line.length() > MAX_LINE_LENGTH
        && !line.startsWith("|")
        && line.strip().lastIndexOf(' ', MAX_LINE_LENGTH) > 0;
  }

  static Stream<WordList.Rule> rules() {
    return WORDS.rules().stream();
  }

  @Test
  void filesUseNoListedWords() throws IOException {
    String findings =
        files().parallelStream()
            .flatMap(file -> WORDS.find(name(file), WordList.lines(file)).stream())
            .map(WordList.Finding::toString)
            .collect(joining("\n"));
    assertEquals("", findings, "words that the project does not use, see " + WordList.FILE);
  }

  @Test
  void allKindsOfFilesAreChecked() throws IOException {
    Set<String> names = files().stream().map(WordsTest::name).collect(toSet());
    for (String expected :
        List.of(
            "README.md",
            "liberty/server.xml",
            "src/loader/java/org/grievances/loader/LoadCommand.java",
            "src/main/java/org/grievances/failure/ProblemType.java",
            "src/main/deploy/monitoring/grafana-dashboard.json",
            "src/main/resources/META-INF/microprofile-config.properties",
            "src/main/resources/META-INF/openapi.yaml",
            "src/main/resources/db/migration/postgresql/V1__baseline.sql",
            "src/main/webapp/console/app.js",
            "src/site/markdown/operations.md",
            "src/test/java/org/grievances/WordsTest.java")) {
      assertTrue(names.contains(expected), expected);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void eachRuleFindsItsSample(WordList.Rule rule) {
    assertTrue(isFound(rule, List.of("", rule.sample())), rule::toString);
  }

  private static boolean isFound(WordList.Rule rule, List<String> lines) {
    WordList only = new WordList(List.of(rule), WORDS.exceptions());
    return Stream.of(
            "src/main/webapp/console/a.js", "src/site/markdown/a.md", "src/test/java/A.java")
        .anyMatch(file -> !only.find(file, lines).isEmpty());
  }

  /** A comment goes on with an asterisk, a hash sign or hyphens. */
  @ParameterizedTest
  @ValueSource(strings = {"   * ", "# ", "-- ", "// ", "  "})
  void wordsSplitOverTwoLinesAreFoundOnce(String continuation) {
    WordList.Rule rule =
        rules().filter(each -> each.sample().contains(" be had")).findFirst().orElseThrow();
    List<String> lines =
        List.of(rule.sample().replaceAll(" had.*", ""), continuation + "had.", "The end.");
    List<WordList.Finding> findings = WORDS.find("src/main/java/A.java", lines);
    assertEquals(List.of(1), findings.stream().map(WordList.Finding::line).toList());
  }

  @Test
  void correctUsesAreAllowed() {
    List<String> lines =
        List.of(
            "SELECT * FROM a LEFT JOIN b",
            "mvn -Pfaults verify -Dfaults.seed=1",
            "MicroProfile Fault Tolerance",
            "catch (SQLException | RuntimeException e) {");
    assertEquals(List.of(), WORDS.find("src/main/java/A.java", lines));
  }

  @Test
  void findingNamesFileLineAndBetterWords() {
    WordList.Rule rule = WORDS.rules().get(0);
    String finding = WORDS.find("src/site/markdown/a.md", List.of("", rule.sample())).get(0) + "";
    assertTrue(finding.startsWith("src/site/markdown/a.md:2: \""), finding);
    assertTrue(finding.endsWith("better: " + rule.better()), finding);
  }

  @Test
  void linesOfPagesAreShort() throws IOException {
    String findings =
        files().stream()
            .filter(file -> name(file).endsWith(".md"))
            .flatMap(
                file -> longLines(WordList.lines(file)).stream().map(line -> file + ":" + line))
            .collect(joining("\n"));
    assertEquals("", findings, "lines of more than " + MAX_LINE_LENGTH + " characters");
  }

  @Test
  void glossaryIsShortAndSorted() {
    List<String> terms =
        WordList.lines(Path.of("src/site/markdown/contributing.md")).stream()
            .dropWhile(line -> !line.equals("### Glossary"))
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
            .skip(1)
            .map(line -> line.split("\\|")[1].strip())
            .toList();
    assertEquals(terms.stream().sorted().toList(), terms);
    assertTrue(!terms.isEmpty() && terms.size() <= MAX_TERMS, terms::toString);
  }

  @Test
  void longLineIsFoundUnlessItCannotBeBroken() {
    String words = "word ".repeat(24);
    assertEquals(120, words.length());
    List<String> lines =
        List.of(
            words.strip(),
            words + "x",
            "| " + words + "|",
            "    " + words + "x",
            "```",
            words + "x",
            "```",
            "- " + words + "x",
            "x".repeat(121));
    assertEquals(List.of(2, 8), longLines(lines));
  }
}
