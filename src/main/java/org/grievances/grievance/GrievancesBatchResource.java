package org.grievances.grievance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.grievances.batch.Action;
import org.grievances.http.BatchEndpoint;
import org.grievances.http.BatchParameters;
import org.grievances.http.MediaTypes;
import org.grievances.http.Roles;

/** {@code /grievances-batch}: many grievances at once. */
@Path("grievances-batch")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
@Tag(name = "Grievances")
public class GrievancesBatchResource {
  @Inject private BatchEndpoint endpoint;

  @PUT
  @Operation(
      operationId = "updateBatchGrievance",
      summary = "Create or Update Batch Grievance",
      description =
          "Create or update multiple grievances at once. If the entity exists, it is updated; if it"
              + " does not exist, it is created. The answer to item i of the request is item i of"
              + " `data`, whatever its outcome. A member that is absent or null becomes null.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(type = SchemaType.ARRAY, implementation = Grievance.class),
              examples = @ExampleObject(name = "example", ref = "Grievances")))
  @APIResponse(
      responseCode = "207",
      description = "Each item's own outcome",
      content =
          @Content(
              schema = @Schema(ref = "MultiStatusEnvelope"),
              examples = @ExampleObject(name = "example", ref = "PutAnswer")))
  public Response put(@BeanParam BatchParameters request, InputStream body) {
    return endpoint.run(Action.PUT, Grievance.TABLE, request, body);
  }

  @DELETE
  @Operation(
      operationId = "deleteBatchGrievance",
      summary = "Delete Batch Grievance",
      description =
          "Delete multiple grievances at once, by the keys of the items; their other members do not"
              + " count. An item whose key is not there is answered 404.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(type = SchemaType.ARRAY, implementation = Grievance.class),
              examples = @ExampleObject(name = "example", ref = "GrievanceKeys")))
  @APIResponse(
      responseCode = "207",
      description = "Each item's own outcome",
      content =
          @Content(
              schema = @Schema(ref = "MultiStatusEnvelope"),
              examples = @ExampleObject(name = "example", ref = "DeleteAnswer")))
  public Response delete(@BeanParam BatchParameters request, InputStream body) {
    return endpoint.run(Action.DELETE, Grievance.TABLE, request, body);
  }
}
