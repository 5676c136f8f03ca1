package org.grievances.grievance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.grievances.http.IdempotentParameters;
import org.grievances.http.IfMatch;
import org.grievances.http.IfNoneMatch;
import org.grievances.http.ListParameters;
import org.grievances.http.MediaTypes;
import org.grievances.http.PageParameters;
import org.grievances.http.RecordEndpoint;
import org.grievances.http.RequestParameters;
import org.grievances.http.Roles;
import org.grievances.http.UpdateConditions;
import org.grievances.http.WriteParameters;

/** {@code /grievances}: grievances one at a time, and page by page. */
@Path("grievances")
@RequestScoped
@Tag(name = "Grievances")
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class GrievancesResource {
  @Inject private RecordEndpoint endpoint;

  @GET
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  @Operation(
      operationId = "listGrievance",
      summary = "List Grievance",
      description = "Lists grievances page by page. A page past the end is empty.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      headers = @Header(name = "X-Pagination", ref = "X-Pagination"),
      content =
          @Content(
              schema = @Schema(ref = "GrievanceListEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievancesAnswer")))
  public Response list(@BeanParam ListParameters request) {
    return endpoint.list(Grievance.TABLE, request);
  }

  @POST
  @RolesAllowed({Roles.WRITER, Roles.ADMIN})
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  @Operation(
      operationId = "createGrievance",
      summary = "Create Grievance",
      description = "Creates a grievance. One whose key is taken is refused with 409.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Grievance.class),
              examples = @ExampleObject(name = "example", ref = "Grievance")))
  @APIResponse(
      responseCode = "201",
      description = "The grievance, as it was created",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(ref = "GrievanceEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievanceAnswer")))
  @APIResponse(responseCode = "409", ref = "Problem")
  public Response create(@BeanParam IdempotentParameters call, InputStream body) {
    return endpoint.create(Grievance.TABLE, call, body);
  }

  @GET
  @Path("{grievanceKey}")
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  @Operation(operationId = "getGrievance", summary = "Get Grievance")
  @APIResponse(responseCode = "304", ref = "NotModified")
  @APIResponse(
      responseCode = "200",
      description = "The grievance",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(ref = "GrievanceEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievanceAnswer")))
  public Response get(
      @BeanParam RequestParameters call,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, format = "int32"))
          @PathParam("grievanceKey")
          String key,
      @BeanParam IfNoneMatch ifNoneMatch) {
    return endpoint.get(Grievance.TABLE, call, key, ifNoneMatch);
  }

  @GET
  @Path("{grievanceKey}/history")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "listGrievanceHistory",
      summary = "List Grievance History",
      description =
          "Lists every change of a grievance, the latest first: who made it when and through which"
              + " client, and the grievance before and after it. One that is deleted has its history"
              + " still.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      headers = @Header(name = "X-Pagination", ref = "X-Pagination"),
      content =
          @Content(
              schema = @Schema(ref = "GrievanceHistoryEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievanceHistoryAnswer")))
  public Response history(
      @BeanParam PageParameters request,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, format = "int32"))
          @PathParam("grievanceKey")
          String key) {
    return endpoint.history(Grievance.TABLE, request, key);
  }

  @PUT
  @Path("{grievanceKey}")
  @RolesAllowed({Roles.WRITER, Roles.ADMIN})
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  @Operation(
      operationId = "updateGrievance",
      summary = "Update Grievance",
      description =
          "Replaces a grievance: a member that is absent or null becomes null. The key in the path"
              + " counts; the body may leave it out, but not name another. With `If-None-Match: *`"
              + " it is created instead, and refused with 412 when it is there.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Grievance.class),
              examples = @ExampleObject(name = "example", ref = "Grievance")))
  @APIResponse(
      responseCode = "201",
      description = "The grievance, as it was created",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(ref = "GrievanceEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievanceAnswer")))
  @APIResponse(
      responseCode = "200",
      description = "The grievance, as it is now",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(ref = "GrievanceEnvelope"),
              examples = @ExampleObject(name = "example", ref = "GrievanceAnswer")))
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  public Response update(
      @BeanParam WriteParameters call,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, format = "int32"))
          @PathParam("grievanceKey")
          String key,
      @BeanParam UpdateConditions conditions,
      InputStream body) {
    return endpoint.update(Grievance.TABLE, call, key, conditions, body);
  }

  @DELETE
  @Path("{grievanceKey}")
  @RolesAllowed({Roles.WRITER, Roles.ADMIN})
  @Operation(operationId = "deleteGrievance", summary = "Delete Grievance")
  @APIResponse(responseCode = "204", description = "The grievance is gone")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  public Response delete(
      @BeanParam RequestParameters call,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER, format = "int32"))
          @PathParam("grievanceKey")
          String key,
      @BeanParam IfMatch ifMatch) {
    return endpoint.delete(Grievance.TABLE, call, key, ifMatch);
  }
}
