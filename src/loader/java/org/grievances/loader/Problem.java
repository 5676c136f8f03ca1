package org.grievances.loader;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Why the service refused a request (RFC 9457).
 *
 * @param kind the last part of its type, such as {@code request-in-work}; empty when it has none
 * @param retryAfter null when the answer does not say
 */
record Problem(int status, String kind, String text, Duration retryAfter) {
  private static final Set<String> MEMBERS = Set.of("type", "title", "detail", "activityID");

  static Problem of(HttpResponse<byte[]> answer) {
    Map<String, String> said = JsonText.values(answer.body(), MEMBERS);
    String type = said.getOrDefault("type", "");
    StringBuilder text = new StringBuilder();
    text.append(answer.statusCode())
        .append(' ')
        .append(said.getOrDefault("title", "without a reason"));
    if (said.containsKey("detail")) {
      text.append(": ").append(said.get("detail"));
    }
    if (said.containsKey("activityID")) {
      text.append(" (activity ").append(said.get("activityID")).append(')');
    }
    return new Problem(
        answer.statusCode(),
        type.substring(type.lastIndexOf('/') + 1),
        text.toString(),
        seconds(answer.headers().firstValue("Retry-After").orElse("")));
  }

  private static Duration seconds(String header) {
    return header.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
  }

  /** Whether the same request may succeed later. */
  boolean isPassing() {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      case 409 -> kind.equals("request-in-work");
      default -> false;
    };
  }
}
