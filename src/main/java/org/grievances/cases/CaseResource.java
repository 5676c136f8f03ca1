package org.grievances.cases;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.grievance.CaseDetails;
import org.grievances.http.condition.IfMatch;
import org.grievances.http.condition.IfNoneMatch;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.request.WriteParameters;

/** {@code /grievances/{grievanceKey}/case}: the case of a grievance. */
@Path("grievances/{grievanceKey}/case")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class CaseResource {
  @Inject private RecordEndpoint endpoint;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response get(
      @BeanParam RequestParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam IfNoneMatch ifNoneMatch) {
    return endpoint.get(CaseDetails.TABLE, call, key, ifNoneMatch);
  }

  @PUT
  @Needs(Permission.WRITE)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response update(
      @BeanParam WriteParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam IfMatch ifMatch,
      InputStream body) {
    return endpoint.replace(CaseDetails.TABLE, call, key, ifMatch, body);
  }

  @PATCH
  @Needs(Permission.WRITE)
  @Consumes(MediaTypes.MERGE_PATCH)
  public Response patch(
      @BeanParam WriteParameters call,
      @PathParam("grievanceKey") String key,
      @BeanParam IfMatch ifMatch,
      InputStream body) {
    return endpoint.patch(CaseDetails.TABLE, call, key, ifMatch, body);
  }
}
