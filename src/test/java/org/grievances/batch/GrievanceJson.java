package org.grievances.batch;

import static java.util.stream.Collectors.joining;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Formats batches of grievances as JSON. */
final class GrievanceJson {
  private GrievanceJson() {}

  static String item(int key, String issue) {
    return "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, issue);
  }

  static String array(String... items) {
    return Stream.of(items).collect(joining(",", "[", "]"));
  }

  static String array(IntStream keys, String issue) {
    return array(keys, key -> item(key, issue));
  }

  static String array(IntStream keys, IntFunction<String> item) {
    return keys.mapToObj(item).collect(joining(",", "[", "]"));
  }
}
