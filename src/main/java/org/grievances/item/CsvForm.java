package org.grievances.item;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the texts of a CSV body are written.
 *
 * @param isGuarded whether they have the apostrophes of a {@link org.grievances.csv.FormulaGuard},
 *     which are then taken off
 * @param hasEmptyTexts whether {@code ""} is an empty text; otherwise it is none, as an empty field
 *     is, since many programs put all fields in quotes
 */
public record CsvForm(Charset charset, boolean isGuarded, boolean hasEmptyTexts) {
  /** UTF-8, and every text as it is. */
  public static final CsvForm PLAIN = new CsvForm(StandardCharsets.UTF_8, false, false);

  /** UTF-8, as the service writes it with {@code raw=true}. */
  public static final CsvForm RAW = new CsvForm(StandardCharsets.UTF_8, false, true);

  /** UTF-8, as the service writes it otherwise. */
  public static final CsvForm GUARDED = new CsvForm(StandardCharsets.UTF_8, true, true);
}
