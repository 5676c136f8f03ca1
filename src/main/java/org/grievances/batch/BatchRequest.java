package org.grievances.batch;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.item.BodyReceiver;

/** What the request of a batch says beside its body. */
public class BatchRequest {
  static final String STRICT = "handling=strict";
  private static final int USER_LENGTH = 20;

  @Parameter(description = "Target database", required = true, example = "alpha")
  @HeaderParam("vbasoftware-database")
  private String database;

  @Parameter(
      description = "All items or none: when one fails, the others are answered 424.",
      schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
  @QueryParam("atomic")
  private String atomic;

  @Parameter(
      description = "Check and run everything, answer what would have been, and keep nothing.",
      schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
  @QueryParam("dryRun")
  private String dryRun;

  @Parameter(
      description =
          "`handling=strict` (RFC 7240) makes a member that is not known a fault of its item.",
      schema = @Schema(type = SchemaType.STRING),
      example = STRICT)
  @HeaderParam("Prefer")
  private List<String> prefer;

  @Context private HttpHeaders headers;
  @Context private SecurityContext security;

  String database() {
    return database;
  }

  /** The caller, as records keep it; no longer than their columns, and no character cut in half. */
  String user() {
    String name = security.getUserPrincipal().getName();
    if (name.length() <= USER_LENGTH) {
      return name;
    }
    int end =
        Character.isHighSurrogate(name.charAt(USER_LENGTH - 1)) ? USER_LENGTH - 1 : USER_LENGTH;
    return name.substring(0, end);
  }

  Batch.Options options() {
    return new Batch.Options(flag("atomic", atomic), flag("dryRun", dryRun), strict());
  }

  private static boolean flag(String name, String value) {
    if (value == null || value.equalsIgnoreCase("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    throw new ProblemException(
        ProblemType.MALFORMED_REQUEST, "The parameter " + name + " must be true or false.");
  }

  /** RFC 7240, section 2: preferences are separated by commas, also over several headers. */
  private boolean strict() {
    return prefer.stream()
        .flatMap(header -> Stream.of(header.split(",")))
        .map(preference -> preference.split(";", 2)[0].replaceAll("[\\s\"]", ""))
        .anyMatch(STRICT::equalsIgnoreCase);
  }

  BodyReceiver body(long maxBytes) {
    return new BodyReceiver(headers, maxBytes);
  }
}
