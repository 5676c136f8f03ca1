package org.grievances.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.grievances.item.ItemReader.Members;

/**
 * The parameters of a request that writes records. Neither Jakarta REST nor Liberty reads the
 * preferences of RFC 7240.
 */
public class WriteParameters extends RequestParameters {
  private static final String STRICT = "handling=strict";
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
    return isStrict() ? Members.STRICT : Members.LENIENT;
  }

  /** RFC 7240, section 2: of several preferences with the same name, the first one counts. */
  private boolean isStrict() {
    return PREFERENCE
        .matcher(String.join(",", prefer))
        .results()
        .filter(preference -> preference.group(1).equalsIgnoreCase("handling"))
        .findFirst()
        .map(preference -> preference.group(2))
        .filter(value -> value != null && value.replace("\"", "").equalsIgnoreCase("strict"))
        .isPresent();
  }

  /** States in the response that members were read strictly, if they were. */
  public static Response.ResponseBuilder acknowledge(
      Response.ResponseBuilder response, Members applied) {
    return applied == Members.STRICT ? response.header("Preference-Applied", STRICT) : response;
  }
}
