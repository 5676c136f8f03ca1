package org.grievances.http;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grievances.csv.FormulaGuard;
import org.grievances.item.BodyFormat;

/** The media types of requests and responses. */
public final class MediaTypes {
  public static final String JSON = MediaType.APPLICATION_JSON;
  public static final String TEXT_JSON = "text/json";
  public static final String TEXT = MediaType.TEXT_PLAIN;

  /** Any type with the structured syntax suffix of RFC 6839, section 3.1. */
  public static final String ANY_JSON = "application/*+json";

  /** One JSON object a line. */
  public static final String NDJSON = "application/x-ndjson";

  /** RFC 4180; with a header row. */
  public static final String CSV = "text/csv";

  /** CSV whose fields are separated by tabs; quoted as CSV is, since spreadsheets write it so. */
  public static final String TSV = "text/tab-separated-values";

  /**
   * The accepted request types of most operations, as listed in the response to any other type (RFC
   * 9110, 15.5.16).
   */
  public static final String TAKEN = String.join(", ", JSON, TEXT_JSON, ANY_JSON);

  private static final List<MediaType> OFFERED =
      List.of(
          MediaType.APPLICATION_JSON_TYPE,
          new MediaType("text", "json", "utf-8"),
          new MediaType("text", "plain", "utf-8"));

  static final MediaType NDJSON_TYPE = MediaType.valueOf(NDJSON);
  private static final MediaType CSV_TYPE = MediaType.valueOf(CSV);
  private static final MediaType TSV_TYPE = MediaType.valueOf(TSV);

  /** The parameter of CSV that names the separator of fields. */
  private static final String DELIMITER = "delimiter";

  /** In a quoted string, a backslash stands for the character after it (RFC 9110, 5.6.4). */
  private static final Set<String> TABS = Set.of("tab", "Tab", "TAB", "\\t", "t");

  private static final Pattern NO_SEPARATOR = Pattern.compile("[\\w\\s\"&&[^\\t]]");

  /** The parameter of CSV whose texts have the apostrophes of a {@link FormulaGuard}. */
  private static final String GUARDED = "guarded";

  private static final MediaType GUARDED_CSV_TYPE =
      new MediaType(CSV_TYPE.getType(), CSV_TYPE.getSubtype(), Map.of(GUARDED, "true"));

  private static final List<MediaType> OF_LINES = List.of(NDJSON_TYPE, CSV_TYPE);

  private MediaTypes() {}

  /**
   * The type that a caller wants to have items in, one a line; empty if JSON will do as well.
   *
   * @param raw whether texts in CSV are as they are, even if a spreadsheet runs them
   */
  static Optional<MediaType> forLines(List<MediaType> acceptable, boolean raw) {
    return acceptable.stream()
        .flatMap(
            accepted ->
                Stream.concat(OFFERED.stream(), OF_LINES.stream()).filter(accepted::isCompatible))
        .findFirst()
        .filter(OF_LINES::contains)
        .map(type -> type == CSV_TYPE && !raw ? GUARDED_CSV_TYPE : type);
  }

  /** The accepted request types of an operation that is not for lists of codes. */
  static String takenAt(String path) {
    return path.endsWith("grievances-batch") ? String.join(", ", TAKEN, NDJSON, CSV, TSV) : TAKEN;
  }

  /** How the items of a batch stand in a body of a type; JSON if it has none. */
  static BodyFormat format(MediaType type) {
    if (isCsv(type)) {
      return BodyFormat.CSV;
    }
    return type != null && type.isCompatible(NDJSON_TYPE) ? BodyFormat.NDJSON : BodyFormat.JSON;
  }

  private static boolean isCsv(MediaType type) {
    return type != null && (type.isCompatible(CSV_TYPE) || type.isCompatible(TSV_TYPE));
  }

  /**
   * The separator of fields that a type of CSV names; null if it names none.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} if it is none
   */
  static Character separator(MediaType type) {
    if (!isCsv(type)) {
      return null;
    }
    String named = type.getParameters().get(DELIMITER);
    if (named == null) {
      return type.isCompatible(TSV_TYPE) ? '\t' : null;
    }
    if (TABS.contains(named)) {
      return '\t';
    }
    if (named.length() != 1 || NO_SEPARATOR.matcher(named).matches()) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST,
          "The parameter delimiter must be one sign in double quotes, such as"
              + " text/csv; delimiter=\";\", or tab.");
    }
    return named.charAt(0);
  }

  /** Whether a type says that texts of CSV are guarded. */
  static boolean isGuarded(MediaType type) {
    return isCsv(type) && BatchParameters.flag(GUARDED, type.getParameters().get(GUARDED));
  }

  /** The media type of an error response: the first acceptable one, or JSON if there is none. */
  static MediaType forError(List<MediaType> acceptable) {
    return acceptable.stream()
        .flatMap(accepted -> OFFERED.stream().filter(accepted::isCompatible))
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON_TYPE);
  }
}
