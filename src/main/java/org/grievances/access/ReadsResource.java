package org.grievances.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.grievances.http.query.FilteredBy;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.Roles;

/** {@code /reads}: who has seen which records. */
@Path("reads")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.TEXT,
  MediaTypes.NDJSON,
  MediaTypes.CSV
})
public class ReadsResource {
  @Inject private ReadsEndpoint endpoint;

  @GET
  @Needs(Permission.ADMINISTER)
  @FilteredBy(ReadFilters.class)
  public Response list(@BeanParam ReadsParameters request, @BeanParam LinesParameters lines) {
    return endpoint.list(request, lines);
  }
}
