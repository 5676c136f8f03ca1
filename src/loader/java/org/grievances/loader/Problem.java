package org.grievances.loader;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.grievances.loader.client.ProblemEnvelope;

/**
 * Why the service refused a request (RFC 9457).
 *
 * @param kind the last part of its type, such as {@code request-in-progress}; empty if it has none
 * @param retryAfter null if the response has none
 */
record Problem(int status, String kind, String text, Duration retryAfter) {

  static Problem of(HttpResponse<byte[]> answer) {
    return of(
        answer.statusCode(), answer.headers(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  static Problem of(int status, HttpHeaders headers, String body) {
    ProblemEnvelope said = said(body);
    StringBuilder text = new StringBuilder().append(status).append(' ');
    String type = null;
    if (said == null || said.getError() == null || said.getError().getTitle() == null) {
      text.append("without a reason");
    } else {
      type = said.getError().getType();
      text.append(said.getError().getTitle());
      if (said.getError().getDetail() != null) {
        text.append(": ").append(said.getError().getDetail());
      }
    }
    if (said != null && said.getDebug() != null) {
      text.append(" (activity ").append(said.getDebug().getActivityID()).append(')');
    }
    return new Problem(
        status,
        type == null ? "" : type.substring(type.lastIndexOf('/') + 1),
        text.toString(),
        seconds(headers.firstValue("Retry-After").orElse("")));
  }

  /** Parses a response; null if it is not from the service. */
  private static ProblemEnvelope said(String body) {
    try {
      return JsonText.MAPPER.readValue(body, ProblemEnvelope.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static Duration seconds(String header) {
    return header.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
  }

  /**
   * The exception for it: a retry if the same request may succeed later, else the end of the
   * program.
   */
  RuntimeException failure() {
    if (isPassing()) {
      return new RetryException(text, retryAfter);
    }
    String why = "The service refused: " + text;
    return isOfRequest() ? ExitException.ended(why) : ExitException.stopped(why);
  }

  /** Whether the same request would always be refused again. */
  private boolean isOfRequest() {
    return switch (status) {
      case 400, 405, 406, 410, 413, 415, 422 -> true;
      default -> false;
    };
  }

  private boolean isPassing() {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      case 409 -> kind.equals("request-in-progress");
      default -> false;
    };
  }
}
