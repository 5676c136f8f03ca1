package org.grievances.reports;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.Roles;

/** {@code /report-codes}: the codes by which reports count grievances. */
@Path("report-codes")
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class ReportCodesResource {
  @Inject private RecordEndpoint endpoint;

  @GET
  @Needs(Permission.READ)
  public Response list(@BeanParam ReportCodesParameters request) {
    return endpoint.list(ReportCode.TABLE, request, request.conditions());
  }
}
