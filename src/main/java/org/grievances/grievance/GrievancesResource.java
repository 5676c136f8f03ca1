package org.grievances.grievance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.http.condition.IfMatch;
import org.grievances.http.condition.IfNoneMatch;
import org.grievances.http.condition.UpdateConditions;
import org.grievances.http.query.ExportParameters;
import org.grievances.http.query.FilteredBy;
import org.grievances.http.query.FilteredParameters;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.IdempotentParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.request.WriteParameters;

/** {@code /grievances}: single grievances, and pages of them. */
@Path(GrievancesResource.GRIEVANCES)
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class GrievancesResource {
  static final String GRIEVANCES = "grievances";
  private static final String EXPORT = "export";

  /** JAX-RS would else call {@code get} for an export that a caller prefers as JSON. */
  private static final String RECORD = "{grievanceKey: (?!" + EXPORT + "$)[^/]+}";

  @Inject private RecordEndpoint endpoint;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  @Produces({
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT,
    MediaTypes.NDJSON,
    MediaTypes.CSV
  })
  @FilteredBy(GrievanceFilters.class)
  public Response list(@BeanParam FilteredParameters request, @BeanParam LinesParameters lines) {
    return endpoint.list(Grievance.TABLE, request, lines, GrievanceFilters.ALL);
  }

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @Path(EXPORT)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  @Produces({
    MediaTypes.NDJSON,
    MediaTypes.CSV,
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT
  })
  @FilteredBy(GrievanceFilters.class)
  public Response export(@BeanParam ExportParameters request) {
    return endpoint.export(Grievance.TABLE, request, GrievanceFilters.ALL);
  }

  @POST
  @Needs(Permission.WRITE)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response create(@BeanParam IdempotentParameters call, InputStream body) {
    return endpoint.create(Grievance.TABLE, call, body);
  }

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @Path(RECORD)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response get(
      @BeanParam RequestParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam IfNoneMatch ifNoneMatch) {
    return endpoint.get(Grievance.TABLE, call, key, ifNoneMatch);
  }

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @Path(RECORD + "/history")
  @RolesAllowed(Roles.ADMIN)
  public Response history(
      @BeanParam PageParameters request, @PathParam("grievanceKey") String key) {
    return endpoint.history(Grievance.STORED, request, key);
  }

  @POST
  @Needs(Permission.WRITE)
  @Path(RECORD + "/restore")
  @RolesAllowed(Roles.ADMIN)
  public Response restore(
      @BeanParam IdempotentParameters call,
      @PathParam("grievanceKey") String key,
      InputStream body) {
    return endpoint.restore(Grievance.STORED, Grievance.TABLE, GRIEVANCES, key, call, body);
  }

  @PUT
  @Needs(Permission.WRITE)
  @Path(RECORD)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response update(
      @BeanParam WriteParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam UpdateConditions conditions,
      InputStream body) {
    return endpoint.update(Grievance.TABLE, call, key, conditions, body);
  }

  @PATCH
  @Needs(Permission.WRITE)
  @Path(RECORD)
  @Consumes(MediaTypes.MERGE_PATCH)
  public Response patch(
      @BeanParam WriteParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam IfMatch ifMatch,
      InputStream body) {
    return endpoint.patch(Grievance.TABLE, call, key, ifMatch, body);
  }

  @DELETE
  @Needs(Permission.WRITE)
  @Path(RECORD)
  public Response delete(
      @BeanParam RequestParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam IfMatch ifMatch) {
    return endpoint.delete(Grievance.TABLE, call, key, ifMatch);
  }
}
