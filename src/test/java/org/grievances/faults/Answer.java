package org.grievances.faults;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grievances.server.SentContents;

/** What the server answered, and what it must not show. */
record Answer(int status, String head, String body) {
  /** RFC 9110, section 15.6.6. */
  private static final int OTHER_HTTP = 505;

  /** What the container says of an address before it knows whom to ask. */
  private static final String BAD_ADDRESS =
      "CWWWC0005I: The request URI has invalid or improperly encoded characters";

  /** What would tell how the service is built, or where it runs. */
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

  boolean keepsConnection() {
    return header("Connection").filter("close"::equalsIgnoreCase).isEmpty();
  }

  /**
   * What is wrong with it; empty when nothing is.
   *
   * @param request what it answers
   * @param secrets what the sender sent and nobody is told again
   */
  Optional<String> fault(BadRequest request, List<String> secrets) {
    if (status >= 500 && !(status == OTHER_HTTP && request.isOtherHttp())) {
      return Optional.of("answered " + status);
    }
    String all = (head + body).replace(BAD_ADDRESS, "");
    if (head.contains("\ninjected")) {
      return Optional.of("a header was injected");
    }
    boolean givesRecords = status == 200 || status == 201;
    if (!givesRecords && all.contains(SentContents.MARKER)) {
      return Optional.of("shows the contents of a record");
    }
    if (secrets.stream().anyMatch(all::contains)) {
      return Optional.of("shows a credential");
    }
    return INTERNALS.stream()
        .map(internal -> internal.matcher(all))
        .filter(Matcher::find)
        .map(found -> "shows internals: " + found.group())
        .findFirst();
  }
}
