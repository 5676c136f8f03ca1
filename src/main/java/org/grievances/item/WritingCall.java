package org.grievances.item;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.grievances.item.ItemReader.Members;

/** What a request that writes records says beside its body. */
public class WritingCall extends Call {
  private static final String STRICT = "handling=strict";

  @Parameter(
      description =
          "`handling=strict` (RFC 7240) makes a member that is not known a fault of its item.",
      schema = @Schema(type = SchemaType.STRING),
      example = STRICT)
  @HeaderParam("Prefer")
  private List<String> prefer;

  public Members members() {
    return isStrict() ? Members.STRICT : Members.LENIENT;
  }

  /** RFC 7240, section 2: preferences are separated by commas, also over several headers. */
  private boolean isStrict() {
    return prefer.stream()
        .flatMap(header -> Stream.of(header.split(",")))
        .map(preference -> preference.split(";", 2)[0].replaceAll("[\\s\"]", ""))
        .anyMatch(STRICT::equalsIgnoreCase);
  }

  /** Says in the response that members were read strictly, if they were. */
  public static Response.ResponseBuilder acknowledge(
      Response.ResponseBuilder response, Members applied) {
    return applied == Members.STRICT ? response.header("Preference-Applied", STRICT) : response;
  }
}
