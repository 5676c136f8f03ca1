package org.grievances.jobs.resource;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.http.query.ResultParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.jobs.JobResult;

/** {@code /jobs}: batches that run as jobs. */
@Path(JobEndpoint.JOBS)
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class JobsResource {
  @Inject private JobEndpoint endpoint;

  @GET
  @Needs(Permission.LOAD)
  public Response list(@BeanParam JobParameters request) {
    return endpoint.list(request);
  }

  @GET
  @Needs(Permission.LOAD)
  @Path("{jobId}")
  public Response get(@BeanParam RequestParameters call, @PathParam("jobId") String id) {
    return endpoint.get(call, id);
  }

  @GET
  @Needs(Permission.LOAD)
  @Path("{jobId}/failed")
  @Produces({
    MediaTypes.NDJSON,
    MediaTypes.CSV,
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT
  })
  public Response failed(@BeanParam ResultParameters call, @PathParam("jobId") String id) {
    return endpoint.result(call, id, JobResult.FAILED);
  }

  @GET
  @Needs(Permission.LOAD)
  @Path("{jobId}/succeeded")
  @Produces({
    MediaTypes.NDJSON,
    MediaTypes.CSV,
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT
  })
  public Response succeeded(@BeanParam ResultParameters call, @PathParam("jobId") String id) {
    return endpoint.result(call, id, JobResult.SUCCEEDED);
  }

  @GET
  @Needs(Permission.LOAD)
  @Path("{jobId}/unprocessed")
  @Produces({
    MediaTypes.NDJSON,
    MediaTypes.CSV,
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT
  })
  public Response unprocessed(@BeanParam ResultParameters call, @PathParam("jobId") String id) {
    return endpoint.result(call, id, JobResult.UNPROCESSED);
  }

  @POST
  @Needs(Permission.LOAD)
  @Path("{jobId}/undo")
  @RolesAllowed({Roles.WRITER, Roles.ADMIN})
  public Response undo(
      @BeanParam UndoParameters request, @PathParam("jobId") String id, InputStream body) {
    return endpoint.undo(request, id, body);
  }

  @DELETE
  @Needs(Permission.LOAD)
  @Path("{jobId}")
  @RolesAllowed({Roles.WRITER, Roles.ADMIN})
  public Response cancel(@BeanParam RequestParameters call, @PathParam("jobId") String id) {
    return endpoint.cancel(call, id);
  }
}
