package org.grievances.faults;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grievances.server.SentContents;

/** A response as it was received, with a check that it reveals nothing internal or secret. */
record RawResponse(int status, String head, String body) {
  /** See RFC 9110, section 15.6.6. */
  private static final int HTTP_VERSION_NOT_SUPPORTED = 505;

  /** Liberty's own response to a malformed URI, sent before the application is selected. */
  private static final String BAD_URI_MESSAGE =
      "CWWWC0005I: The request URI has invalid or improperly encoded characters";

  /** A schema of the published OpenAPI document whose name looks like that of a Java class. */
  private static final Pattern PUBLISHED_SCHEMA =
      Pattern.compile("#/components/schemas/RequestError\\b|\n +\"?RequestError\"? ?:");

  /** Text that would reveal the implementation of the service or the machine that it runs on. */
  private static final List<Pattern> INTERNALS =
      Stream.of(
              "\\w(Exception|Error)\\b",
              "\\.java\\b",
              "\\.(class|jar|war)\\b",
              "\\bat [\\w.$/]+\\(",
              "[Cc]aused by",
              "[Ss]tack ?[Tt]race",
              "\\b(java|javax|jakarta|sun|jdk)\\.[a-z]",
              "\\b(org|com|io|net)\\.[a-z]+\\.",
              "(?i)\\b(select \\S+ from|(insert|merge) into|update \\w+ set|delete from)\\b",
              "(?i)sql ?state|syntax error|savepoint|unnest|deadlock",
              "(?i)\\b(relation|column|constraint|table) \"",
              "(?i)derby|postgres(?!ql\\b)|psql|jdbc|hibernate|eclipselink|flyway",
              "(?i)liberty|websphere|\\bwlp\\b|resteasy|parsson",
              "\\b(SRVE|CWW[A-Z]{2}|SESN|RESTEASY|J2CA|CNTR)\\d{3,}",
              "(?i)(^|[\\s\"'=:])/(opt|tmp|home|root|usr|var|config|work)/",
              "\\bLtpaToken|JSESSIONID",
              "\\b[Ll]ambda\\$|@[0-9a-f]{6,8}\\b")
          .map(Pattern::compile)
          .toList();

  /** The value of a header. */
  Optional<String> header(String name) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  private Optional<String> linked() {
    return header("Link").map(link -> link.substring(1, link.indexOf('>')));
  }

  /** A path of this server, which names no host. */
  private static boolean leadsWithin(Optional<String> address) {
    return address.isEmpty() || address.get().matches("/([^/\\\\].*)?");
  }

  /** What the application refuses is explained, whoever sent it. */
  private boolean hasEnvelope(BadRequest request) {
    return status < 400
        || request.responseHasNoBody()
        || header("activity-id").isEmpty()
        || body.contains("\"activityID\":\"" + header("activity-id").get() + '"');
  }

  boolean keepsAlive() {
    return header("Connection").filter("close"::equalsIgnoreCase).isEmpty();
  }

  /**
   * Describes what is wrong with this response; empty if it is correct.
   *
   * @param request the request that was answered
   * @param secrets credentials that no response may contain
   */
  Optional<String> findViolation(BadRequest request, List<String> secrets) {
    if (status >= 500 && !(status == HTTP_VERSION_NOT_SUPPORTED && request.isNotHttp1())) {
      return Optional.of("answered " + status + ": " + body);
    }
    String text =
        PUBLISHED_SCHEMA.matcher((head + body).replace(BAD_URI_MESSAGE, "")).replaceAll("");
    boolean isOfService = header("activity-id").isPresent();
    if (isOfService && (!leadsWithin(header("Location")) || !leadsWithin(linked()))) {
      return Optional.of("leads elsewhere: " + header("Location").or(this::linked).orElseThrow());
    }
    if (!hasEnvelope(request)) {
      return Optional.of("answered " + status + " without an envelope: " + head + body);
    }
    if (head.contains("\ninjected")) {
      return Optional.of("a header was injected");
    }
    boolean mayContainRecords = status == 200 || status == 201;
    if (!mayContainRecords && text.contains(SentContents.MARKER)) {
      return Optional.of("shows the contents of a record");
    }
    if (secrets.stream().anyMatch(text::contains)) {
      return Optional.of("shows a credential");
    }
    return INTERNALS.stream()
        .map(internal -> internal.matcher(text))
        .filter(Matcher::find)
        .map(found -> "shows internals: " + found.group())
        .findFirst();
  }
}
