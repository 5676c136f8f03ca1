package org.grievances.codelist;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.grievances.batch.Action;
import org.grievances.endpoint.BatchEndpoint;
import org.grievances.http.request.ChangeBatchParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.PutBatchParameters;
import org.grievances.http.request.Roles;

/** {@code /grievance-statuses-batch} and its counterparts: many entries of a list at once. */
@Path("{list: " + CodeList.PATHS + "}-batch")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Consumes({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.ANY_JSON,
  MediaTypes.NDJSON,
  MediaTypes.CSV,
  MediaTypes.TSV
})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class CodesBatchResource {
  @Inject private BatchEndpoint endpoint;

  @PUT
  @Needs(Permission.ADMINISTER)
  public Response put(
      @BeanParam PutBatchParameters request, @PathParam("list") String list, InputStream body) {
    return endpoint.run(Action.PUT, CodeList.at(list).table(), request, Optional.empty(), body);
  }

  @DELETE
  @Needs(Permission.ADMINISTER)
  public Response delete(
      @BeanParam ChangeBatchParameters request, @PathParam("list") String list, InputStream body) {
    return endpoint.run(Action.DELETE, CodeList.at(list).table(), request, Optional.empty(), body);
  }

  @POST
  @Needs(Permission.ADMINISTER)
  @Path("jobs")
  public Response createJob(
      @BeanParam PutBatchParameters request,
      @PathParam("list") String list,
      @QueryParam("action") @DefaultValue("put") String action,
      InputStream body) {
    return endpoint.runAsJob(action, CodeList.at(list).table(), request, body);
  }
}
