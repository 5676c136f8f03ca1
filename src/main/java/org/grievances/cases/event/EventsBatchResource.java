package org.grievances.cases.event;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.batch.Action;
import org.grievances.endpoint.BatchEndpoint;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.request.BatchParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.PutBatchParameters;
import org.grievances.http.request.Roles;

/** {@code /grievance-events-batch}: new events of many grievances that are there. */
@Path("grievance-events-batch")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Consumes({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.ANY_JSON,
  MediaTypes.NDJSON,
  MediaTypes.CSV,
  MediaTypes.TSV
})
@Produces({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.TEXT,
  MediaTypes.NDJSON,
  MediaTypes.CSV
})
public class EventsBatchResource {
  @Inject private BatchEndpoint endpoint;

  @POST
  @Needs(Permission.LOAD)
  public Response create(
      @BeanParam BatchParameters request, @BeanParam LinesParameters lines, InputStream body) {
    return endpoint.run(Action.CREATE, GrievanceEvent.TABLE, request, lines.type(), body);
  }

  @POST
  @Needs(Permission.LOAD)
  @Path("jobs")
  @Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
  public Response createJob(
      @BeanParam PutBatchParameters request,
      @QueryParam("action") @DefaultValue("create") String action,
      InputStream body) {
    return endpoint.runAsJob(action, GrievanceEvent.TABLE, request, body);
  }
}
