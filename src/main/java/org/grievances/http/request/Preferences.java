package org.grievances.http.request;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The preferences of a request (RFC 7240), which neither Jakarta REST nor Liberty reads.
 *
 * @param headers the values of its headers {@code Prefer}
 */
public record Preferences(List<String> headers) {
  /** The response header that states which preferences were applied. */
  public static final String APPLIED = "Preference-Applied";

  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

  /** A name, an optional value, and parameters that are ignored here. */
  private static final Pattern PREFERENCE =
      Pattern.compile(
          "\\G[\\s,]*+([^\\s,;=\"]++)\\s*+(?:=\\s*+("
              + QUOTED
              + "|[^\\s,;\"]*+))?(?:"
              + QUOTED
              + "|[^,\"])*+");

  /**
   * The value of a preference, empty if it has none. RFC 7240, section 2: of several preferences
   * with the same name, the first one counts.
   */
  public Optional<String> get(String name) {
    return PREFERENCE
        .matcher(String.join(",", headers))
        .results()
        .filter(preference -> preference.group(1).equalsIgnoreCase(name))
        .findFirst()
        .map(preference -> Objects.requireNonNullElse(preference.group(2), "").replace("\"", ""));
  }
}
