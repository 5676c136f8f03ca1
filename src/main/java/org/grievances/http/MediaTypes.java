package org.grievances.http;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final MediaType NDJSON_TYPE = MediaType.valueOf(NDJSON);
  private static final MediaType CSV_TYPE = MediaType.valueOf(CSV);

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
        .map(type -> guarded(type, raw));
  }

  /**
   * The type of items that are only sent one a line. It is NDJSON also for callers that name JSON
   * alone: generated clients do, because it is the type of the problems that they may get, and RFC
   * 9110, 12.5.1 lets a server answer them.
   */
  static MediaType forStream(List<MediaType> acceptable, boolean raw) {
    return acceptable.stream()
        .flatMap(accepted -> OF_LINES.stream().filter(accepted::isCompatible))
        .findFirst()
        .map(type -> guarded(type, raw))
        .orElse(NDJSON_TYPE);
  }

  private static MediaType guarded(MediaType type, boolean raw) {
    return type == CSV_TYPE && !raw ? GUARDED_CSV_TYPE : type;
  }

  /** The accepted request types of an operation that is not for lists of codes. */
  static String takenAt(String path) {
    return path.contains("/grievances-batch") ? String.join(", ", TAKEN, NDJSON, CSV) : TAKEN;
  }

  /** How the items of a batch stand in a body of a type; JSON if it has none. */
  static BodyFormat format(MediaType type) {
    if (type != null && type.isCompatible(CSV_TYPE)) {
      return BodyFormat.CSV;
    }
    return type != null && type.isCompatible(NDJSON_TYPE) ? BodyFormat.NDJSON : BodyFormat.JSON;
  }

  /** Whether a type says that texts of CSV are guarded. */
  static boolean isGuarded(MediaType type) {
    return type != null
        && type.isCompatible(CSV_TYPE)
        && BatchParameters.flag(GUARDED, type.getParameters().get(GUARDED));
  }

  /** The media type of an error response: the first acceptable one, or JSON if there is none. */
  static MediaType forError(List<MediaType> acceptable) {
    return acceptable.stream()
        .flatMap(accepted -> OFFERED.stream().filter(accepted::isCompatible))
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON_TYPE);
  }
}
