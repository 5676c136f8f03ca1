package org.grievances.reports;

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
import org.grievances.batch.Action;
import org.grievances.endpoint.BatchEndpoint;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.request.ChangeBatchParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.PutBatchParameters;
import org.grievances.http.request.Roles;

/** {@code /report-codes-batch}: many codes of reports at once. */
@Path("report-codes-batch")
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
@Produces({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.TEXT,
  MediaTypes.NDJSON,
  MediaTypes.CSV
})
public class ReportCodesBatchResource {
  @Inject private BatchEndpoint endpoint;

  @PUT
  @Needs(Permission.ADMINISTER)
  public Response put(
      @BeanParam PutBatchParameters request, @BeanParam LinesParameters lines, InputStream body) {
    return endpoint.run(Action.PUT, ReportCode.TABLE, request, lines.type(), body);
  }

  @DELETE
  @Needs(Permission.ADMINISTER)
  public Response delete(
      @BeanParam ChangeBatchParameters request,
      @BeanParam LinesParameters lines,
      InputStream body) {
    return endpoint.run(Action.DELETE, ReportCode.TABLE, request, lines.type(), body);
  }
}
