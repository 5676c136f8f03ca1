package org.grievances.item;

import java.io.OutputStream;
import tools.jackson.core.io.JsonStringEncoder;

/** One JSON value that can be written as text. */
public interface JsonText {

  /** Writes it as JSON text in UTF-8, and may close the stream. */
  void writeTo(OutputStream out);

  /** A string as JSON text. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }
}
