package org.grievances.http.request;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * The part {@code file} of a form (RFC 7578), read as it arrives. JAX-RS would read the whole form
 * first, without the limits that bodies have here.
 *
 * @param name as {@link FileName} reads it; null for none
 */
record FormFile(String name, InputStream content) {
  private static final int MAX_BOUNDARY = 70;
  private static final int MAX_HEADERS = 8 * 1024;
  private static final Pattern IS_FILE =
      Pattern.compile("(?i).*;\\s*name=(\"file\"|file)\\s*(;.*)?");
  private static final Pattern DISPOSITION = Pattern.compile("(?i)content-disposition\\s*:");

  /**
   * Finds the part.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} if there is none, or this is no form
   */
  static FormFile in(InputStream body, String boundary) throws IOException {
    if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
      throw malformed("The form names no boundary of 1 to 70 characters.");
    }
    byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    InputStream form =
        new BufferedInputStream(
            new SequenceInputStream(new ByteArrayInputStream(new byte[] {'\r', '\n'}), body));
    new Section(form, delimiter).transferTo(OutputStream.nullOutputStream());
    while (!line(form).startsWith("--")) {
      String disposition = disposition(form);
      Section content = new Section(form, delimiter);
      if (IS_FILE.matcher(disposition).matches()) {
        return new FormFile(FileName.of(disposition), content);
      }
      content.transferTo(OutputStream.nullOutputStream());
    }
    throw malformed("The form has no part named file.");
  }

  /** The disposition of the part whose headers are next. */
  private static String disposition(InputStream form) throws IOException {
    String disposition = "";
    int length = 0;
    for (String line = line(form); !line.isEmpty(); line = line(form)) {
      length += line.length();
      if (length > MAX_HEADERS) {
        throw malformed("A part of the form has headers of more than 8 KiB.");
      }
      if (DISPOSITION.matcher(line).lookingAt()) {
        disposition = line;
      }
    }
    return disposition;
  }

  private static String line(InputStream form) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = form.read(); next != '\n'; next = form.read()) {
      if (next < 0 || line.size() > MAX_HEADERS) {
        throw incomplete();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static FailureException incomplete() {
    return malformed("The form does not end with its boundary.");
  }

  private static FailureException malformed(String detail) {
    return new FailureException(ProblemType.MALFORMED_REQUEST, detail);
  }

  /** The bytes before the next delimiter, of which only the first byte is a carriage return. */
  private static final class Section extends InputStream {
    private final InputStream form;
    private final byte[] delimiter;

    /** How much of a delimiter that was none is still to be read. */
    private int replayed;

    private int replayEnd;
    private int held = -1;
    private boolean isEnded;

    Section(InputStream form, byte[] delimiter) {
      this.form = form;
      this.delimiter = delimiter;
    }

    @Override
    public int read() throws IOException {
      if (replayed < replayEnd) {
        return delimiter[replayed++] & 0xff;
      }
      if (isEnded) {
        return -1;
      }
      int next = held >= 0 ? held : form.read();
      held = -1;
      int matched = 0;
      while (next == (delimiter[matched] & 0xff)) {
        matched++;
        if (matched == delimiter.length) {
          isEnded = true;
          return -1;
        }
        next = form.read();
      }
      if (next < 0) {
        throw incomplete();
      }
      if (matched == 0) {
        return next;
      }
      held = next;
      replayed = 1;
      replayEnd = matched;
      return delimiter[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int next = read();
        if (next < 0) {
          return count == 0 ? -1 : count;
        }
        buffer[offset + count++] = (byte) next;
      }
      return count;
    }
  }
}
