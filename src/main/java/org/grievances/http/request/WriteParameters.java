package org.grievances.http.request;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.grievances.item.ItemReader.Members;

/**
 * The parameters of a request that writes records. Neither Jakarta REST nor Liberty reads the
 * preferences of RFC 7240.
 */
public class WriteParameters extends RequestParameters {
  private static final String APPLIED = "Preference-Applied";
  private static final String STRICT = "handling=strict";
  private static final String ASYNC = "respond-async";
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

  /** A name, an optional value, and parameters that are ignored here. */
  private static final Pattern PREFERENCE =
      Pattern.compile(
          "\\G[\\s,]*+([^\\s,;=\"]++)\\s*+(?:=\\s*+("
              + QUOTED
              + "|[^\\s,;\"]*+))?(?:"
              + QUOTED
              + "|[^,\"])*+");

  @HeaderParam("Prefer")
  private List<String> prefer;

  public Members members() {
    return preference("handling").filter("strict"::equalsIgnoreCase).isPresent()
        ? Members.STRICT
        : Members.LENIENT;
  }

  /** Whether the caller does not want to wait for the response (RFC 7240, section 4.1). */
  public boolean isAsync() {
    return preference(ASYNC).isPresent();
  }

  /**
   * The value of a preference, empty if it has none. RFC 7240, section 2: of several preferences
   * with the same name, the first one counts.
   */
  private Optional<String> preference(String name) {
    return PREFERENCE
        .matcher(String.join(",", prefer))
        .results()
        .filter(preference -> preference.group(1).equalsIgnoreCase(name))
        .findFirst()
        .map(preference -> Objects.requireNonNullElse(preference.group(2), "").replace("\"", ""));
  }

  /** States in the response that members were read strictly, if they were. */
  public static Response.ResponseBuilder acknowledge(
      Response.ResponseBuilder response, Members applied) {
    return applied.areStrict() ? response.header(APPLIED, STRICT) : response;
  }

  /** States in the response of a job which preferences of the caller were applied. */
  public Response.ResponseBuilder acknowledgeJob(
      Response.ResponseBuilder response, Members applied) {
    if (!isAsync()) {
      return acknowledge(response, applied);
    }
    return response.header(APPLIED, applied.areStrict() ? ASYNC + ", " + STRICT : ASYNC);
  }
}
