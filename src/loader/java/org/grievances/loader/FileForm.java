package org.grievances.loader;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The format of the rows of a file, so that rows from it can be written in the same format.
 *
 * @param columns as the file names them; empty for JSON
 * @param separator of CSV
 */
record FileForm(List<String> columns, char separator, Charset charset) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  static FileForm json() {
    return new FileForm(List.of(), ',', StandardCharsets.UTF_8);
  }

  boolean isCsv() {
    return !columns.isEmpty();
  }

  /** The byte order mark that a file begins with. */
  String mark() {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
        ? BYTE_ORDER_MARK
        : "";
  }

  /** Encodes without adding a byte order mark. */
  CharsetEncoder encoder() {
    Charset unmarked =
        charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
    return unmarked
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }
}
