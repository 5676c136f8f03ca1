package org.grievances.loader;

/** The format of the records of a file. */
enum Format {
  /** Rows after a header row (RFC 4180). */
  CSV("text/csv", "csv"),
  /** One object a line. */
  NDJSON("application/x-ndjson", "ndjson"),
  /** One array, or objects one after the other, on any number of lines. */
  JSON("application/x-ndjson", "ndjson");

  private final String sentAs;
  private final String extension;

  Format(String sentAs, String extension) {
    this.sentAs = sentAs;
    this.extension = extension;
  }

  /** The media type in which its records are sent. */
  String sentAs() {
    return sentAs;
  }

  /** The extension of a file of rows that were not applied. */
  String extension() {
    return extension;
  }

  /** Detects the format by the extension, ignoring {@code .gz}; null if unknown. */
  static Format of(String fileName) {
    String name = fileName.toLowerCase(java.util.Locale.ROOT).replaceFirst("\\.gz$", "");
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv", "tsv", "tab" -> CSV;
      case "ndjson", "jsonl" -> NDJSON;
      case "json" -> JSON;
      default -> null;
    };
  }

  /** Detects the format by the beginning of the text. */
  static Format sniffed(String beginning) {
    String text = beginning.replaceFirst("^\uFEFF", "").stripLeading();
    if (text.startsWith("[")) {
      return JSON;
    }
    return text.startsWith("{") ? NDJSON : CSV;
  }
}
