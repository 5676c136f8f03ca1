package org.grievances.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** Decodes text strictly, without the byte order mark that it may begin with. */
public final class StrictText {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private StrictText() {}

  /**
   * @throws java.nio.charset.CharacterCodingException if the beginning is not in the charset; the
   *     reader throws it later
   */
  public static BufferedReader decode(InputStream in, Charset charset) throws IOException {
    BufferedReader text = new BufferedReader(new InputStreamReader(in, charset.newDecoder()));
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }
}
