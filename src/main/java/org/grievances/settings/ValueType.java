package org.grievances.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values that a setting can have.
 *
 * @param description completes a sentence that begins with "is not"
 * @param secret whether a value that is not allowed must not be shown, since it may be a secret
 */
public record ValueType(String description, boolean secret, Predicate<String> allowed) {
  private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/_=-]{32,}");
  private static final Pattern SERVER_DURATION =
      Pattern.compile("([0-9]{1,9}(ms|[dhms]))*([0-9]{1,9})?");

  /** A longer time cannot be counted in nanoseconds. */
  private static final int MAX_DAYS = 36_500;

  private static final int MAX_YEAR = 9_999;

  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "1", "0", "yes", "no", "y", "n", "on", "off");

  static final ValueType TEXT = new ValueType("a text", true, text -> true);

  static final ValueType NAME = new ValueType("a name", false, text -> !text.isEmpty());

  static final ValueType LABEL =
      new ValueType("a text of at most 100 characters", true, text -> text.length() <= 100);

  static final ValueType PATH = new ValueType("a path", false, text -> !text.isEmpty());

  static final ValueType NAMES = new ValueType("names, separated by commas", true, text -> true);

  static final ValueType NETWORKS =
      new ValueType(
          "networks such as 10.0.0.0/8, separated by commas",
          false,
          text ->
              Stream.of(text.split(",")).allMatch(each -> Network.parse(each.strip()).isPresent()));

  static final ValueType OPERATIONS =
      new ValueType(
          "some of read, write, load and administer, separated by commas",
          false,
          text ->
              Stream.of(text.split(","))
                  .allMatch(
                      each ->
                          Set.of("read", "write", "load", "administer").contains(each.strip())));

  static final ValueType BOOLEAN =
      new ValueType(
          "true or false", false, text -> BOOLEANS.contains(text.toLowerCase(Locale.ROOT)));

  static final ValueType DURATION =
      new ValueType(
          "an ISO 8601 duration above zero, such as PT5M, of at most 36500 days",
          false,
          ValueType::isDuration);

  /** As Liberty reads it. */
  static final ValueType TIMEOUT =
      new ValueType(
          "a duration such as 5m or 1h30m",
          false,
          text -> SERVER_DURATION.matcher(text).matches() && text.matches(".*[1-9].*"));

  static final ValueType DEADLINE =
      new ValueType(
          "days as in P30D, or hours as in PT24H, at most 36500 days",
          false,
          text -> text.startsWith("PT") ? isDuration(text) : isDays(text));

  static final ValueType DATE =
      new ValueType("a date such as 2026-12-25", false, ValueType::isDate);

  static final ValueType ZONE =
      new ValueType(
          "the IANA name of a time zone, such as America/New_York", false, ValueType::isZone);

  static final ValueType HASHES =
      new ValueType(
          "a SHA-256 of 64 hexadecimal digits, or several separated by commas",
          true,
          text ->
              Stream.of(text.split(",")).allMatch(each -> HASH.matcher(each.strip()).matches()));

  /** Hashes of keys, which may have an end. */
  static final ValueType ENDING_HASHES =
      new ValueType(
          "a SHA-256 of 64 hexadecimal digits, or several separated by commas, each with its end or"
              + " without, as in: … until 2026-12-31T00:00:00Z",
          true,
          text -> Stream.of(text.split(",")).allMatch(each -> isEndingHash(each.strip())));

  /** {@code none} is the default of an account that there need not be. */
  static final ValueType HASHES_OR_NONE =
      new ValueType(
          HASHES.description(),
          true,
          text -> text.isEmpty() || text.equals("none") || HASHES.allows(text));

  /** Base64 in either alphabet, so that no sentence of an example is taken for a key. */
  public static final ValueType KEYS =
      new ValueType(
          "a key in base64 of at least 32 characters, or several separated by commas",
          true,
          text ->
              text.isEmpty()
                  || Stream.of(text.split(","))
                      .allMatch(each -> KEY.matcher(each.strip()).matches()));

  static final ValueType HTTPS_URI =
      new ValueType(
          "an address that begins with https://", false, text -> text.isEmpty() || isHttps(text));

  /** Allows no value, since another setting has replaced this one. */
  static ValueType replacedBy(String setting) {
    return new ValueType("in use any more: set " + setting + " instead", true, text -> false);
  }

  static ValueType oneOf(List<String> texts) {
    return new ValueType("one of " + String.join(", ", texts), false, texts::contains);
  }

  static ValueType integer(long min, long max) {
    String range = max == Long.MAX_VALUE || max == Integer.MAX_VALUE ? "" : " to " + max;
    return new ValueType(
        "a whole number from " + min + (range.isEmpty() ? " on" : range),
        false,
        text -> isInteger(text, min, max));
  }

  private static boolean isEndingHash(String text) {
    String[] parts = text.split("\\s+until\\s+", 2);
    return HASH.matcher(parts[0]).matches() && (parts.length == 1 || isInstant(parts[1]));
  }

  private static boolean isInstant(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isInteger(String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      return number >= min && number <= max;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDuration(String text) {
    try {
      Duration duration = Duration.parse(text);
      return duration.compareTo(Duration.ZERO) > 0
          && duration.compareTo(Duration.ofDays(MAX_DAYS)) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDays(String text) {
    try {
      Period period = Period.parse(text);
      return period.getDays() > 0 && period.getDays() <= MAX_DAYS && period.toTotalMonths() == 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      int year = LocalDate.parse(text).getYear();
      return year >= 1 && year <= MAX_YEAR;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Not an offset, nor a name that only Java knows: browsers must know the zone too. */
  private static boolean isZone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text) && !text.startsWith("SystemV/");
  }

  private static boolean isHttps(String text) {
    try {
      URI address = new URI(text);
      return "https".equals(address.getScheme()) && address.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  public boolean allows(String value) {
    return allowed.test(value.strip());
  }

  /** The error of a value that is not allowed. */
  public String error(String value) {
    String text = value.isBlank() ? "empty" : value;
    return secret ? "is not " + description : "is " + text + ", which is not " + description;
  }
}
