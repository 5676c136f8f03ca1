package org.grievances.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the character that separates the fields of a CSV text by the beginning of the text. */
public final class Separator {
  private static final String CANDIDATES = ",;\t|";

  /** The maximum length of the header row. */
  private static final int MAX_HEADER = 64 * 1024;

  /** The line that tells Excel the separator, maybe after blank lines. */
  private static final Pattern EXCEL_LINE =
      Pattern.compile(
          "[\\r\\n,;|\\t ]*\"?[sS][eE][pP]=(\\t|[^\"\\w\\s])\"?[,;|\\t]*(?:[\\r\\n]|$)");

  private Separator() {}

  /** Returns the separator by which the header row has the most columns. */
  public static char of(BufferedReader text) throws IOException {
    return of(text, names -> (int) names.stream().filter(name -> name != null).distinct().count());
  }

  /**
   * Returns the separator that a line such as {@code sep=;} names, otherwise the one by which the
   * header row names the most members.
   *
   * @param text at its beginning, where it still is afterwards
   * @param members counts the members among the names of columns
   */
  public static char of(BufferedReader text, ToIntFunction<List<String>> members)
      throws IOException {
    String head = head(text);
    Matcher excelLine = EXCEL_LINE.matcher(head);
    if (excelLine.lookingAt()) {
      return excelLine.group(1).charAt(0);
    }
    char best = CANDIDATES.charAt(0);
    int most = 0;
    for (char candidate : CANDIDATES.toCharArray()) {
      int count = members.applyAsInt(header(head, candidate));
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private static String head(BufferedReader text) throws IOException {
    text.mark(MAX_HEADER + 1);
    char[] head = new char[MAX_HEADER];
    int length = 0;
    for (int read = 0; read >= 0 && length < MAX_HEADER; length += Math.max(read, 0)) {
      read = text.read(head, length, MAX_HEADER - length);
    }
    text.reset();
    return new String(head, 0, length);
  }

  /** The header row as a separator splits it; empty if the text is no CSV with it. */
  private static List<String> header(String head, char separator) {
    try (CloseableIterator<CsvRow> rows =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowUnclosedQuote(true)
            .build(new CsvRowHandler(false), head)
            .iterator()) {
      return rows.hasNext() ? rows.next().fields() : List.of();
    } catch (CsvParseException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
