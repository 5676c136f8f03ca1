package org.grievances.loader;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;

/** The rows of a file, read one after the other. */
interface Rows extends AutoCloseable {
  /** The member that identifies records. */
  String KEY = "grievance_Key";

  /**
   * The names of the columns as in the file; for JSON, those of the first objects.
   *
   * @throws ExitException when the text is not in its format
   */
  List<String> columns();

  /**
   * Checks the mapping of the columns.
   *
   * @throws ExitException if two have the same member
   */
  default void checkMembers() {}

  /** The treatment of apostrophes before formulas; JSON has none. */
  default Guard guard() {
    return Guard.KEEP;
  }

  /** How many rows so far have such apostrophes, unless the user chose to keep them. */
  default long guardedRows() {
    return 0;
  }

  /** The format of the rows in the file. */
  FileForm form();

  /** The header of the rows that are sent, with a line end; empty for JSON. */
  String header();

  /**
   * The next row; null after the last.
   *
   * @throws ExitException when the text is not in its format
   */
  Row next();

  @Override
  void close() throws IOException;

  /**
   * @param format null to detect it by the beginning of the text
   * @param charset of a text without a byte order mark; null for UTF-8
   * @param separator of CSV; null for the one that the header row shows
   * @param isGuarded whether CSV has the apostrophes of a {@link org.grievances.csv.FormulaGuard};
   *     null to detect it by the columns
   */
  record Options(
      Format format,
      Charset charset,
      Character separator,
      Boolean isGuarded,
      Conversion conversion) {

    Options with(Format known) {
      return new Options(known, charset, separator, isGuarded, conversion);
    }
  }

  /** Opens the rows of a source; the format must be known. */
  static Rows open(Source source, Options options, ColumnMap map) throws IOException {
    BufferedInputStream in = source.open();
    Charset charset = FileText.charset(in, options.charset());
    BufferedReader text = FileText.decode(in, charset);
    return switch (options.format()) {
      case CSV -> new CsvRows(text, charset, options, map);
      case NDJSON, JSON ->
          new JsonRows(
              new JsonTexts(text, charset, options.format() == Format.NDJSON),
              map,
              options.conversion());
    };
  }
}
