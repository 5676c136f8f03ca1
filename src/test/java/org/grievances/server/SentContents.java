package org.grievances.server;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Remembers what the requests of a test run held that must never be logged: the contents of
 * records, keys, tokens and passwords. Short values are left out, since they stand for other things
 * too.
 */
public final class SentContents implements Filter {
  /** What the tests of this run sent, to whichever server. */
  public static final SentContents OF_THE_RUN = new SentContents();

  /** Marks records that are too many to remember. */
  public static final String MARKER = "hush4711";

  /** Where they are when the tests have ended, one a line. */
  public static final Path FILE = Path.of("target/servers/sent-contents.txt");

  private static final Pattern CONTENT =
      Pattern.compile(
          "\"(?:issue|resolution|admin_Change|patient_Account_Number|subscriber_ID|provider_ID"
              + "|description|password)\"\\s*:\\s*\"([^\"\\\\]{9,})\"");
  private static final int LEAST = 9;

  private final Set<String> contents = new ConcurrentSkipListSet<>(Set.of(MARKER));

  private SentContents() {}

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification response,
      FilterContext context) {
    request.getHeaders().getValues("x-api-key").forEach(this::add);
    request.getHeaders().getValues("Authorization").stream()
        .map(value -> value.substring(value.indexOf(' ') + 1))
        .flatMap(value -> Stream.concat(Stream.of(value), password(value).stream()))
        .forEach(this::add);
    CONTENT
        .matcher(text(request.getBody()))
        .results()
        .map(found -> found.group(1))
        .forEach(this::add);
    Response answer = context.next(request, response);
    answer.asByteArray();
    return answer;
  }

  /** The password of Basic credentials (RFC 7617). */
  private static Optional<String> password(String credentials) {
    try {
      String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return Optional.of(decoded).map(text -> text.substring(text.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Object body) {
    return body instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(body);
  }

  /** A value that must not be logged, unless it is too short to say so. */
  public void add(String value) {
    if (value.strip().length() >= LEAST && value.indexOf('\n') < 0) {
      contents.add(value.strip());
    }
  }

  void write() throws IOException {
    Files.write(FILE, contents);
  }
}
