package org.grievances.loader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.grievances.csv.StrictText;

/** The text of a file, which is in its charset, or the load stops. */
final class FileText {
  private FileText() {}

  /** Leaves out a byte order mark. */
  static BufferedReader decode(InputStream in, Charset charset) {
    try {
      return StrictText.decode(in, charset);
    } catch (IOException unreadable) {
      throw failure(unreadable, charset);
    }
  }

  static StopException failure(Throwable unreadable, Charset charset) {
    Throwable cause =
        unreadable instanceof UncheckedIOException ? unreadable.getCause() : unreadable;
    return StopException.stopped(
        cause instanceof CharacterCodingException
            ? "The file is not " + charset.name() + ", at least not all of it; see --charset."
            : "The file cannot be read to its end: " + cause.getMessage());
  }
}
