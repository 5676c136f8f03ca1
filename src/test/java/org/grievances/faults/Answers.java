package org.grievances.faults;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What callers were answered, and how long the slowest answer took. */
final class Answers {
  private static final Pattern PROBLEM = Pattern.compile("/problems/([a-z-]+)");
  private static final String NONE = "no answer";

  private final Map<String, Integer> temporary = new TreeMap<>();
  private int successes;
  private Duration longest = Duration.ZERO;
  private Instant latestSuccess;
  private Duration longestPause = Duration.ZERO;

  /**
   * An answer that is to be sent for again.
   *
   * @param took how long it was waited for
   */
  synchronized void addTemporary(HttpResponse<String> response, Duration took) {
    boolean timed = response.headers().firstValue("Retry-After").isPresent();
    add(response.statusCode() + " " + problem(response) + (timed ? ", Retry-After" : ""), took);
  }

  synchronized void addUnanswered(Duration took) {
    add(NONE, took);
  }

  private void add(String answer, Duration took) {
    temporary.merge(answer, 1, Integer::sum);
    took(took);
  }

  synchronized void addFinal(HttpResponse<String> response, Duration took) {
    if (response.statusCode() < 300) {
      succeed();
    }
    took(took);
  }

  private void succeed() {
    Instant now = Instant.now();
    if (latestSuccess != null) {
      longestPause = longer(longestPause, Duration.between(latestSuccess, now));
    }
    latestSuccess = now;
    successes++;
  }

  private void took(Duration duration) {
    longest = longer(longest, duration);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static String problem(HttpResponse<String> response) {
    Matcher problem = PROBLEM.matcher(response.body());
    return problem.find() ? problem.group(1) : "no problem";
  }

  /** How often each answer came that is to be sent for again. */
  synchronized Map<String, Integer> temporary() {
    return new TreeMap<>(temporary);
  }

  /** How many requests were not answered, or told to come again. */
  synchronized int failures() {
    return temporary.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized int successes() {
    return successes;
  }

  /** The longest time without a success since this was last asked. */
  synchronized Duration takeLongestPause() {
    Duration pause = longestPause;
    longestPause = Duration.ZERO;
    return pause;
  }

  /** How long the slowest took. */
  synchronized Duration longest() {
    return longest;
  }
}
