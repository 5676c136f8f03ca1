package org.grievances.csv;

import de.siegmar.fastcsv.reader.CsvParseException;

/** Tells apart the errors that the parser reports with one exception. */
public final class ParseErrors {
  private static final String UNCLOSED_QUOTE = "Unclosed quoted field";

  private ParseErrors() {}

  /** Whether the text ends inside quotes, which only the message says. */
  public static boolean isUnclosedQuote(CsvParseException e) {
    return e.getMessage().startsWith(UNCLOSED_QUOTE);
  }

  /** Throws what reading the text threw: the parser wraps it as if the text were not CSV. */
  public static void rethrowCause(CsvParseException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    if (e.getCause() instanceof Error cause) {
      throw cause;
    }
  }
}
