package org.grievances.http.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The preferences of a request (RFC 7240), which neither Jakarta REST nor Liberty reads.
 *
 * @param text the values of the header {@code Prefer}, separated by commas
 */
public record Preferences(String text) {
  public static final String STRICT = "handling=strict";
  public static final String ASYNC = "respond-async";
  public static final String STRUCTURED = "errors=structured";

  private static final String HEADER = "Prefer";
  private static final String APPLIED = "Preference-Applied";
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

  /** A name, an optional value, and parameters that are ignored here. */
  private static final Pattern PREFERENCE =
      Pattern.compile(
          "\\G[\\s,]*+([^\\s,;=\"]++)\\s*+(?:=\\s*+("
              + QUOTED
              + "|[^\\s,;\"]*+))?(?:"
              + QUOTED
              + "|[^,\"])*+");

  public static Preferences of(HttpHeaders headers) {
    List<String> values = headers.getRequestHeader(HEADER);
    return new Preferences(values == null ? "" : String.join(",", values));
  }

  /** Whether an unknown member is an error. */
  public boolean isStrict() {
    return value("handling").filter("strict"::equalsIgnoreCase).isPresent();
  }

  /** Whether the caller does not want to wait for the response (RFC 7240, section 4.1). */
  public boolean isAsync() {
    return value(ASYNC).isPresent();
  }

  /** Whether errors are sent as data, besides their text. */
  public boolean hasStructuredErrors() {
    return value("errors").filter("structured"::equalsIgnoreCase).isPresent();
  }

  /**
   * The value of a preference, empty if it has none. RFC 7240, section 2: of several preferences
   * with the same name, the first one counts.
   */
  public Optional<String> value(String name) {
    return PREFERENCE
        .matcher(text)
        .results()
        .filter(preference -> preference.group(1).equalsIgnoreCase(name))
        .findFirst()
        .map(preference -> Objects.requireNonNullElse(preference.group(2), "").replace("\"", ""));
  }

  /** States in a response which preferences were applied, if any. */
  public static Response.ResponseBuilder acknowledge(
      Response.ResponseBuilder response, List<String> applied) {
    return applied.isEmpty() ? response : response.header(APPLIED, String.join(", ", applied));
  }
}
