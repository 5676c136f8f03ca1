package org.grievances.http.request;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.schema.Truncation;

/** Reads the name of a file from {@code Content-Disposition} (RFC 6266). */
final class FileName {
  static final int MAX_LENGTH = 255;

  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([^\\s=;\"]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\"]*+))");

  /** RFC 8187, section 3.2.1. */
  private static final Pattern EXTENDED =
      Pattern.compile("(?i)(utf-8|iso-8859-1)'[^']*'((?:[ -$&-~]|%[0-9a-f]{2})*+)");

  private static final Pattern OCTET = Pattern.compile("[^%]|%..");

  /** Browsers leave the backslashes of Windows paths as they are. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\([\"\\\\])");

  private static final Pattern DIRECTORIES = Pattern.compile(".*[/\\\\]", Pattern.DOTALL);
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private FileName() {}

  /**
   * Returns the name without directories and invisible characters, and shortened to 255 characters;
   * null if there is none.
   *
   * @param disposition null for none
   */
  static String of(String disposition) {
    String plain = null;
    String extended = null;
    Matcher parameter = PARAMETER.matcher(disposition == null ? "" : disposition);
    while (parameter.find()) {
      String name = parameter.group(1);
      if (name.equalsIgnoreCase("filename") && plain == null) {
        plain = plain(parameter.group(2), parameter.group(3));
      } else if (name.equalsIgnoreCase("filename*") && extended == null) {
        extended = extended(parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
      }
    }
    return cleaned(extended == null ? plain : extended);
  }

  /** Many senders write UTF-8, which the server decodes as ISO 8859-1. */
  private static String plain(String quoted, String token) {
    String name = quoted == null ? token.strip() : ESCAPE.matcher(quoted).replaceAll("$1");
    boolean areBytes = name.chars().allMatch(character -> character < 0x100);
    String decoded =
        areBytes
            ? decode(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            : null;
    return decoded == null ? name : decoded;
  }

  /** Null if the bytes are malformed in the charset. */
  private static String decode(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Null if it is malformed by RFC 8187. */
  private static String extended(String value) {
    Matcher parts = EXTENDED.matcher(value.strip());
    if (!parts.matches()) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher octets = OCTET.matcher(parts.group(2));
    while (octets.find()) {
      String octet = octets.group();
      bytes.write(octet.length() == 1 ? octet.charAt(0) : Integer.parseInt(octet.substring(1), 16));
    }
    return decode(bytes.toByteArray(), Charset.forName(parts.group(1)));
  }

  private static String cleaned(String name) {
    if (name == null) {
      return null;
    }
    String visible = INVISIBLE.matcher(name).replaceAll("");
    String file = DIRECTORIES.matcher(visible).replaceFirst("").strip();
    return file.isEmpty() ? null : Truncation.of(file, MAX_LENGTH).strip();
  }
}
