package org.grievances.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.grievances.http.query.FilteredBy;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.Roles;

/** {@code /grievances/{grievanceKey}/reads}: who has seen a grievance, also one that is deleted. */
@Path("grievances/{grievanceKey}/reads")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.TEXT,
  MediaTypes.NDJSON,
  MediaTypes.CSV
})
public class GrievanceReadsResource {
  @Inject private ReadsEndpoint endpoint;

  @GET
  @Needs(Permission.ADMINISTER)
  @FilteredBy(ReadFilters.OfOne.class)
  public Response list(
      @BeanParam ReadsParameters request,
      @BeanParam LinesParameters lines,
      @PathParam("grievanceKey") String key) {
    return endpoint.listOf(ReadsEndpoint.key(key), request, lines);
  }
}
