package org.grievances.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every log that the servers of this test run wrote holds no record's contents, key or token. */
@Tag("logs")
class LogsOfTheRun {
  private static final List<Path> SERVERS =
      List.of(Path.of("target/servers"), Path.of("target/liberty/wlp/usr/servers"));

  /** The head of any JSON Web Token (RFC 7519). */
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.");

  /** The length of the shortest value that is searched for: the marker's. */
  private static final int BEGINNING = SentContents.MARKER.length();

  private static List<Path> logs() throws IOException {
    List<Path> logs = new ArrayList<>();
    for (Path servers : SERVERS) {
      try (Stream<Path> files = Files.walk(servers)) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> file.toString().contains("/logs/"))
            .forEach(logs::add);
      }
    }
    return logs;
  }

  @Test
  void holdNothingThatWasSent() throws IOException {
    Map<String, List<String>> sent =
        sentContents().stream()
            .map(LogsOfTheRun::asLogged)
            .collect(Collectors.groupingBy(LogsOfTheRun::beginning));
    for (Path log : logs()) {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      for (int at = 0; at <= text.length() - BEGINNING; at++) {
        for (String value : sent.getOrDefault(text.substring(at, at + BEGINNING), List.of())) {
          if (isAt(at, value, text)) {
            fail(log + " holds what was sent: " + around(at, value, text));
          }
        }
      }
    }
  }

  /** Records also hold the marker in runs of tests that remember nothing else. */
  private static List<String> sentContents() throws IOException {
    return Files.exists(SentContents.FILE)
        ? Files.readAllLines(SentContents.FILE)
        : List.of(SentContents.MARKER);
  }

  private static String asLogged(String value) {
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** By which the log is searched for all values at once; none is shorter. */
  private static String beginning(String value) {
    return value.substring(0, BEGINNING);
  }

  /**
   * Whether {@code value} is in {@code text} there; not within a longer number: nine digits of
   * somebody's identifier are found by chance in the times that each line begins with.
   */
  private static boolean isAt(int at, String value, String text) {
    return text.startsWith(value, at)
        && !(value.chars().allMatch(Character::isDigit)
            && (isWithinNumber(text, at) || isWithinNumber(text, at + value.length())));
  }

  private static boolean isWithinNumber(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.digit(text.charAt(at - 1), 16) >= 0
        && Character.digit(text.charAt(at), 16) >= 0;
  }

  /** The records of the tests are made up: what was found may be shown. */
  private static String around(int at, String value, String text) {
    return "%s in %s"
        .formatted(value, text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 160)));
  }

  @Test
  void holdNoTokens() throws IOException {
    List<Path> logs = logs();
    assertTrue(logs.size() > 1, "no logs were found");
    for (Path log : logs) {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      assertEquals(0, TOKEN.matcher(text).results().count(), () -> log + " holds a token");
    }
  }
}
