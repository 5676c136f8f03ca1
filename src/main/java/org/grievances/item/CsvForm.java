package org.grievances.item;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a CSV body is written, as its type says.
 *
 * @param charset unless a byte order mark shows another one
 * @param separator of fields; null for the one that the header row shows
 * @param isGuarded whether the texts have the apostrophes of a {@link
 *     org.grievances.csv.FormulaGuard}, which are then taken off
 */
public record CsvForm(Charset charset, Character separator, boolean isGuarded) {
  /** UTF-8, the separator as the header row shows it, and every text as it is. */
  public static final CsvForm PLAIN = new CsvForm(StandardCharsets.UTF_8, null, false);

  /** What this service writes for itself. */
  static final CsvForm OF_PARTS = new CsvForm(StandardCharsets.UTF_8, ',', false);
}
