package org.grievances.loader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Text that is in its charset, or nothing. */
final class StrictText {
  private static final int BUFFER = 64 * 1024;
  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private StrictText() {}

  /** Leaves out a byte order mark. */
  static BufferedReader decode(InputStream in, Charset charset) {
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                in,
                charset
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            BUFFER);
    try {
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
    } catch (IOException unreadable) {
      throw failure(unreadable, charset);
    }
    return text;
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
