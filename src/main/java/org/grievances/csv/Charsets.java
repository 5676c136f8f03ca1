package org.grievances.csv;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;

/** The charsets of text, by the names that IANA registers and that Java has. */
public final class Charsets {
  /** Excel's CSV (Macintosh); Java has this charset under a name of its own. */
  private static final Map<String, String> NAMES = Map.of("macintosh", "x-MacRoman");

  private Charsets() {}

  /**
   * @throws IllegalArgumentException if the name is that of no charset known here
   */
  public static Charset of(String name) {
    return Charset.forName(NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name));
  }
}
