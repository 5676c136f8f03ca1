package org.grievances.cases.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.grievances.body.Body;

/**
 * The types of files that events can have, told by their content: nobody believes the name or the
 * type that a sender gives.
 */
enum FileType {
  PDF("application/pdf", "%PDF-"),
  PNG("image/png", "\u0089PNG\r\n\u001a\n"),
  JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
  GIF("image/gif", "GIF87a", "GIF89a"),
  TIFF("image/tiff", "II*\0", "MM\0*"),
  RTF("application/rtf", "{\\rtf"),
  DOCX(
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      List.of("[Content_Types].xml", "word/document.xml"),
      Begin.ZIP),
  XLSX(
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      List.of("[Content_Types].xml", "xl/workbook."),
      Begin.ZIP),
  PPTX(
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      List.of("[Content_Types].xml", "ppt/presentation.xml"),
      Begin.ZIP),
  DOC("application/msword", List.of(Begin.wide("WordDocument")), Begin.COMPOUND),
  XLS("application/vnd.ms-excel", List.of(Begin.wide("Workbook")), Begin.COMPOUND),
  PPT("application/vnd.ms-powerpoint", List.of(Begin.wide("PowerPoint Document")), Begin.COMPOUND),
  TEXT("text/plain; charset=utf-8") {
    @Override
    boolean matches(Body file) throws IOException {
      return isText(file);
    }
  };

  private static final int READ = 16 * 1024;
  private static final int MAX_NAME = 64;

  /** The name of the macros in a ZIP file, which are not wanted here. */
  private static final String MACROS = "vbaProject.bin";

  private final String mediaType;
  private final List<String> names;
  private final List<String> beginnings;

  /** How files begin that contain others, and how these are named in them. */
  private static final class Begin {
    static final String ZIP = "PK\u0003\u0004";
    static final String COMPOUND = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

    static String wide(String name) {
      return new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    }
  }

  FileType(String mediaType, String... beginnings) {
    this(mediaType, List.of(), beginnings);
  }

  /**
   * @param names of files that it contains
   * @param beginnings one of which it begins with, each character a byte
   */
  FileType(String mediaType, List<String> names, String... beginnings) {
    this.mediaType = mediaType;
    this.names = names;
    this.beginnings = List.of(beginnings);
  }

  String mediaType() {
    return mediaType;
  }

  /** The type of a file; empty if it has none of these. */
  static Optional<FileType> of(Body file) {
    try {
      for (FileType type : values()) {
        if (type.matches(file)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean matches(Body file) throws IOException {
    byte[] start;
    try (InputStream in = file.open()) {
      start = in.readNBytes(MAX_NAME);
    }
    String beginning = new String(start, StandardCharsets.ISO_8859_1);
    return beginnings.stream().anyMatch(beginning::startsWith)
        && (names.isEmpty() || found(file).equals(Set.copyOf(names)));
  }

  /** Those of the names, and of that of macros, which are somewhere in a file. */
  private Set<String> found(Body file) throws IOException {
    Set<String> found = new HashSet<>();
    String end = "";
    try (InputStream in = file.open()) {
      for (byte[] some = in.readNBytes(READ); some.length > 0; some = in.readNBytes(READ)) {
        String text = end + new String(some, StandardCharsets.ISO_8859_1);
        Stream.concat(names.stream(), Stream.of(MACROS)).filter(text::contains).forEach(found::add);
        end = text.substring(Math.max(0, text.length() - MAX_NAME));
      }
    }
    return found;
  }

  /** Whether it is UTF-8 (RFC 3629) without control characters that no text has. */
  private static boolean isText(Body file) throws IOException {
    char[] some = new char[READ];
    try (Reader in = new InputStreamReader(file.open(), StandardCharsets.UTF_8.newDecoder())) {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        if (!new String(Arrays.copyOf(some, count)).chars().allMatch(FileType::isOfText)) {
          return false;
        }
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isOfText(int character) {
    return !Character.isISOControl(character) || "\t\n\r\f".indexOf(character) >= 0;
  }
}
