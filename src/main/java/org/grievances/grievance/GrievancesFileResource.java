package org.grievances.grievance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.grievances.http.IdempotentParameters;
import org.grievances.http.MediaTypes;
import org.grievances.http.RecordEndpoint;
import org.grievances.http.Roles;
import org.grievances.records.Form;

/** {@code /grievances-file}: a grievance filed for a member, a subscriber or a provider. */
@Path("grievances-file")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
@Tag(name = "Grievances")
public class GrievancesFileResource {
  private static final Form FORM = new FilingForm();

  @Inject private RecordEndpoint endpoint;

  @POST
  @Operation(
      operationId = "fileGrievance",
      summary = "File Grievance",
      description =
          "Creates a grievance for a member, a subscriber or a provider, under a key that the"
              + " service gives, received and filed now. Codes that it could have get the"
              + " configured defaults. The authorization, the claim and the user are kept with it.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = GrievanceFiling.class),
              examples = @ExampleObject(name = "example", ref = "GrievanceFiling")))
  @APIResponse(
      responseCode = "201",
      description = "The grievance, as it was created",
      content =
          @Content(
              schema = @Schema(ref = "GrievanceEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievanceAnswer")))
  @APIResponse(responseCode = "409", ref = "Problem")
  public Response file(@BeanParam IdempotentParameters call, InputStream body) {
    return endpoint.createFrom(FORM, "grievances", call, body);
  }
}
