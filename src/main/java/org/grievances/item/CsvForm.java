package org.grievances.item;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The CSV dialect of a body, as its media type says.
 *
 * @param charset unless a byte order mark shows another one
 * @param separator of fields; null for the one that the header row shows
 * @param isGuarded whether the texts have the apostrophes of a {@link
 *     org.grievances.csv.FormulaGuard}, which are then taken off
 * @param hasEmptyTexts whether {@code ""} is an empty text; otherwise it is none, as an empty field
 *     is, since many programs put all fields in quotes
 */
public record CsvForm(
    Charset charset, Character separator, boolean isGuarded, boolean hasEmptyTexts) {
  /** UTF-8, the separator as the header row shows it, and every text as it is. */
  public static final CsvForm PLAIN = new CsvForm(StandardCharsets.UTF_8, null, false, false);

  /** CSV as the service writes it with {@code raw=true}. */
  public static final CsvForm RAW = new CsvForm(StandardCharsets.UTF_8, null, false, true);

  /** CSV as the service writes it otherwise. */
  public static final CsvForm GUARDED = new CsvForm(StandardCharsets.UTF_8, null, true, true);

  /** CSV of stored parts. */
  static final CsvForm OF_PARTS = new CsvForm(StandardCharsets.UTF_8, ',', false, true);
}
