package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs the commands of a manual's page as they stand there. */
final class PageScripts {
  static final Path BACKUP = Path.of("src/site/markdown/backup.md");
  static final Path OPERATIONS = Path.of("src/site/markdown/operations.md");

  private static final String INDENT = "    ";

  private PageScripts() {}

  /** Runs the first command of the page about backups that begins with a text. */
  static String run(String beginning, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    String command =
        Files.readAllLines(BACKUP).stream()
            .filter(line -> line.startsWith(INDENT))
            .map(String::strip)
            .filter(line -> line.startsWith(beginning))
            .findFirst()
            .orElseThrow(() -> new IOException(BACKUP + " has no " + beginning));
    return shell(command, directory, environment);
  }

  /** Runs all commands of the block of a page that begins with a text. */
  static String runBlock(
      Path page, String beginning, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    return shell(block(page, beginning), directory, environment);
  }

  /** The block of commands of a page that begins with a text. */
  static String block(Path page, String beginning) throws IOException {
    List<String> lines = Files.readAllLines(page);
    int first =
        IntStream.range(0, lines.size())
            .filter(number -> lines.get(number).strip().startsWith(beginning))
            .filter(number -> lines.get(number).startsWith(INDENT))
            .findFirst()
            .orElseThrow(() -> new IOException(page + " has no " + beginning));
    String indent = lines.get(first).substring(0, lines.get(first).indexOf(beginning));
    return lines.stream()
        .skip(first)
        .takeWhile(line -> line.startsWith(indent))
        .map(line -> line.substring(indent.length()))
        .collect(Collectors.joining("\n"));
  }

  private static String shell(String commands, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    shell.environment().putAll(environment);
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), commands + "\n" + output);
    return output;
  }
}
