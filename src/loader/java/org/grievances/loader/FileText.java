package org.grievances.loader;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.grievances.csv.StrictText;
import org.grievances.loader.StrictReader.MalformedTextException;

/** Decodes the text of a file strictly; malformed text stops the program. */
final class FileText {
  private FileText() {}

  /**
   * The charset of a text: the one that its byte order mark shows, else the named one.
   *
   * @param in at the beginning of the text, where it still is afterwards
   * @param named by the user; null for UTF-8
   */
  static Charset charset(BufferedInputStream in, Charset named) throws IOException {
    return StrictText.charset(in, named == null ? StandardCharsets.UTF_8 : named);
  }

  /** Skips a byte order mark. */
  static BufferedReader decode(InputStream in, Charset charset) {
    return new BufferedReader(new StrictReader(in, charset));
  }

  /** Reads a text to its end, so that malformed text is refused before any of it is sent. */
  static void check(InputStream in, Charset charset) throws IOException {
    try (Reader text = new StrictReader(in, charset)) {
      text.transferTo(Writer.nullWriter());
    } catch (MalformedTextException e) {
      throw ExitException.usage(malformed("The file", e, charset) + " Nothing was loaded.");
    }
  }

  /** The text of a small file that a user names, such as a profile. */
  static String read(Path file, String what) {
    Charset charset = StandardCharsets.UTF_8;
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      charset = charset(in, null);
      StringBuilder text = new StringBuilder();
      try (BufferedReader reader = decode(in, charset)) {
        reader.lines().forEach(line -> text.append(line).append('\n'));
      }
      return text.toString();
    } catch (UncheckedIOException | IOException e) {
      Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
      throw ExitException.usage(
          cause instanceof MalformedTextException malformed
              ? place(what + " " + file, malformed, charset) + " Save it as UTF-8."
              : what + " cannot be read: " + file);
    }
  }

  static ExitException failure(Throwable unreadable, Charset charset) {
    Throwable cause =
        unreadable instanceof UncheckedIOException ? unreadable.getCause() : unreadable;
    return cause instanceof MalformedTextException malformed
        ? ExitException.ended(malformed("The file", malformed, charset))
        : ExitException.ended("The file cannot be read to its end: " + cause.getMessage());
  }

  private static String malformed(String what, MalformedTextException e, Charset charset) {
    return place(what, e, charset)
        + " Name the charset that it is in, such as --charset windows-1252 for files of Excel.";
  }

  private static String place(String what, MalformedTextException e, Charset charset) {
    return "%s is not %s: see line %d, column %d."
        .formatted(what, charset.name(), e.line(), e.column());
  }
}
