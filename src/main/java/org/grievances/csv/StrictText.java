package org.grievances.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Decodes text strictly, without the byte order mark that it may begin with. */
public final class StrictText {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
  private static final int MARK_BYTES = 4;

  private StrictText() {}

  /**
   * @throws java.nio.charset.CharacterCodingException if the beginning is not in the charset; the
   *     reader throws it later
   */
  public static BufferedReader decode(InputStream in, Charset charset) throws IOException {
    BufferedReader text = new BufferedReader(new InputStreamReader(in, charset.newDecoder()));
    do {
      text.mark(1);
    } while (text.read() == BYTE_ORDER_MARK);
    text.reset();
    return text;
  }

  /**
   * Returns the charset that the byte order mark of a text shows, which takes precedence over the
   * declared one; the declared one if there is no mark.
   *
   * @param in at the beginning of the text, where it still is afterwards
   */
  public static Charset charset(BufferedInputStream in, Charset declared) throws IOException {
    in.mark(MARK_BYTES);
    byte[] head = in.readNBytes(MARK_BYTES);
    in.reset();
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
      return UTF_32LE;
    }
    if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
      return UTF_32BE;
    }
    if (startsWith(head, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return startsWith(head, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : declared;
  }

  private static boolean startsWith(byte[] head, int... mark) {
    for (int at = 0; at < mark.length; at++) {
      if (at == head.length || (head[at] & 0xFF) != mark[at]) {
        return false;
      }
    }
    return true;
  }
}
