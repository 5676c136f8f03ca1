package org.grievances.http.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grievances.csv.FormulaGuard;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.item.BodyFormat;

/** The media types of requests and responses. */
public final class MediaTypes {
  public static final String JSON = MediaType.APPLICATION_JSON;
  public static final String TEXT_JSON = "text/json";
  public static final String TEXT = MediaType.TEXT_PLAIN;

  /** Any type with the structured syntax suffix of RFC 6839, section 3.1. */
  public static final String ANY_JSON = "application/*+json";

  /** The members of a record that change (RFC 7396). */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  /** One JSON object per line. */
  public static final String NDJSON = "application/x-ndjson";

  /** RFC 4180; with a header row. */
  public static final String CSV = "text/csv";

  /** CSV whose fields are separated by tabs; quoted as CSV is, since spreadsheets write it so. */
  public static final String TSV = "text/tab-separated-values";

  private static final List<MediaType> OFFERED =
      List.of(
          MediaType.APPLICATION_JSON_TYPE,
          new MediaType("text", "json", "utf-8"),
          new MediaType("text", "plain", "utf-8"));

  private static final MediaType NDJSON_TYPE = MediaType.valueOf(NDJSON);
  private static final MediaType CSV_TYPE = MediaType.valueOf(CSV);
  private static final MediaType TSV_TYPE = MediaType.valueOf(TSV);

  /** The parameter of CSV that names the separator of fields. */
  private static final String DELIMITER = "delimiter";

  /** In a quoted string, a backslash escapes the next character (RFC 9110, 5.6.4). */
  private static final Set<String> TABS = Set.of("tab", "Tab", "TAB", "\\t", "t");

  private static final Pattern NO_SEPARATOR = Pattern.compile("[\\w\\s\"&&[^\\t]]");

  /** The parameter of CSV whose texts have the apostrophes of a {@link FormulaGuard}. */
  private static final String GUARDED = "guarded";

  /** The parameter of CSV whose texts are as they are, as the service writes them. */
  private static final String RAW = "raw";

  private static final MediaType GUARDED_CSV_TYPE = csv(GUARDED);
  private static final MediaType RAW_CSV_TYPE = csv(RAW);

  /** The weight of what is not acceptable (RFC 9110, section 12.4.2). */
  private static final Pattern ZERO = Pattern.compile("0\\.?0*|\\.0+");

  private static final List<MediaType> OF_LINES = List.of(NDJSON_TYPE, CSV_TYPE);

  private MediaTypes() {}

  private static MediaType csv(String flag) {
    return new MediaType(CSV_TYPE.getType(), CSV_TYPE.getSubtype(), Map.of(flag, "true"));
  }

  /**
   * The requested line format; empty if JSON is acceptable.
   *
   * @param raw whether texts in CSV are not guarded, even if a spreadsheet runs them
   */
  public static Optional<MediaType> forLines(List<MediaType> acceptable, boolean raw) {
    return first(acceptable, Stream.concat(OFFERED.stream(), OF_LINES.stream()).toList())
        .filter(OF_LINES::contains)
        .map(type -> inForm(type, raw));
  }

  /**
   * The line format of an operation that only responds in lines. It is NDJSON also for callers that
   * name JSON alone: generated clients do, because it is the type of the problems that they may
   * get, and RFC 9110, 12.5.1 lets a server answer them.
   */
  public static MediaType onlyLines(List<MediaType> acceptable, boolean raw) {
    return inForm(first(acceptable, OF_LINES).orElse(NDJSON_TYPE), raw);
  }

  private static MediaType inForm(MediaType type, boolean raw) {
    return type == CSV_TYPE ? raw ? RAW_CSV_TYPE : GUARDED_CSV_TYPE : type;
  }

  private static Optional<MediaType> first(List<MediaType> acceptable, List<MediaType> offered) {
    List<MediaType> allowed =
        offered.stream().filter(type -> !isExcluded(type, acceptable)).toList();
    return acceptable.stream()
        .flatMap(accepted -> allowed.stream().filter(accepted::isCompatible))
        .findFirst();
  }

  /** Whether the most specific range for a type has the weight 0 (RFC 9110, section 12.5.1). */
  private static boolean isExcluded(MediaType type, List<MediaType> acceptable) {
    List<MediaType> ranges = acceptable.stream().filter(type::isCompatible).toList();
    int closest = ranges.stream().mapToInt(MediaTypes::specificity).max().orElse(0);
    return !ranges.isEmpty()
        && ranges.stream()
            .filter(range -> specificity(range) == closest)
            .allMatch(range -> ZERO.matcher(range.getParameters().getOrDefault("q", "")).matches());
  }

  private static int specificity(MediaType range) {
    return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
  }

  /** The name of a header with a media type that JAX-RS cannot parse, if any. */
  public static Optional<String> unreadable(HttpServletRequest request) {
    if (!areReadable(Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE)).stream())) {
      return Optional.of(HttpHeaders.CONTENT_TYPE);
    }
    Stream<String> accepted =
        Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
            .flatMap(list -> Stream.of(list.split(",")));
    return areReadable(accepted) ? Optional.empty() : Optional.of(HttpHeaders.ACCEPT);
  }

  private static boolean areReadable(Stream<String> types) {
    try {
      types.filter(type -> !type.isBlank()).forEach(MediaType::valueOf);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The batch format of a media type; JSON without a media type. */
  public static BodyFormat format(MediaType type) {
    if (isCsv(type)) {
      return BodyFormat.CSV;
    }
    return type != null && type.isCompatible(NDJSON_TYPE) ? BodyFormat.NDJSON : BodyFormat.JSON;
  }

  private static boolean isCsv(MediaType type) {
    return type != null && (type.isCompatible(CSV_TYPE) || type.isCompatible(TSV_TYPE));
  }

  /**
   * The separator of fields in the parameter of a CSV type; null without the parameter.
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
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The parameter delimiter must be one sign in double quotes, such as"
              + " text/csv; delimiter=\";\", or tab.");
    }
    return named.charAt(0);
  }

  /** Whether a type says that texts of CSV are guarded. */
  public static boolean isGuarded(MediaType type) {
    return hasFlag(type, GUARDED);
  }

  /** Whether a type says that {@code ""} is an empty text of CSV, as the service writes it. */
  static boolean hasEmptyTexts(MediaType type) {
    return hasFlag(type, GUARDED) || hasFlag(type, RAW);
  }

  private static boolean hasFlag(MediaType type, String name) {
    return isCsv(type) && RequestParameters.flag(name, type.getParameters().get(name));
  }

  /** The media type of an envelope: the first acceptable one, or JSON if there is none. */
  public static MediaType forEnvelope(List<MediaType> acceptable) {
    return first(acceptable, OFFERED).orElse(MediaType.APPLICATION_JSON_TYPE);
  }
}
