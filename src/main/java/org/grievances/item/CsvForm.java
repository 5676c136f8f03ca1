package org.grievances.item;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the texts of a CSV body are written.
 *
 * @param isGuarded whether they have the apostrophes of a {@link org.grievances.csv.FormulaGuard},
 *     which are then taken off
 */
public record CsvForm(Charset charset, boolean isGuarded) {
  /** UTF-8, and every text as it is. */
  public static final CsvForm PLAIN = new CsvForm(StandardCharsets.UTF_8, false);
}
