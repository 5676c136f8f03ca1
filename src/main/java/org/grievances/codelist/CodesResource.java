package org.grievances.codelist;

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
import org.grievances.http.query.ListParameters;
import org.grievances.http.request.IdempotentParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.request.WriteParameters;
import org.grievances.schema.Table;

/** {@code /grievance-statuses} and its counterparts: the entries of each list. */
@Path("{list: " + CodeList.PATHS + "}")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class CodesResource {
  @Inject private RecordEndpoint endpoint;

  @PathParam("list")
  private String list;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response list(@BeanParam ListParameters request) {
    return endpoint.list(table(), request);
  }

  @POST
  @Needs(Permission.ADMINISTER)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response create(@BeanParam IdempotentParameters call, InputStream body) {
    return endpoint.create(table(), call, body);
  }

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @Path("{code: .+}")
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response get(
      @BeanParam RequestParameters call,
      @PathParam("code") String code,
      @BeanParam IfNoneMatch ifNoneMatch) {
    return endpoint.get(table(), call, code, ifNoneMatch);
  }

  @PUT
  @Needs(Permission.ADMINISTER)
  @Path("{code: .+}")
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response update(
      @BeanParam WriteParameters call,
      @PathParam("code") String code,
      @BeanParam UpdateConditions conditions,
      InputStream body) {
    return endpoint.update(table(), call, code, conditions, body);
  }

  @PATCH
  @Needs(Permission.ADMINISTER)
  @Path("{code: .+}")
  @Consumes(MediaTypes.MERGE_PATCH)
  public Response patch(
      @BeanParam WriteParameters call,
      @PathParam("code") String code,
      @BeanParam IfMatch ifMatch,
      InputStream body) {
    return endpoint.patch(table(), call, code, ifMatch, body);
  }

  @DELETE
  @Needs(Permission.ADMINISTER)
  @Path("{code: .+}")
  public Response delete(
      @BeanParam RequestParameters call,
      @PathParam("code") String code,
      @BeanParam IfMatch ifMatch) {
    return endpoint.delete(table(), call, code, ifMatch);
  }

  private Table table() {
    return CodeList.at(list).table();
  }
}
