package org.grievances.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.grievances.database.DatabaseOverview;
import org.grievances.grievance.Grievance;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.request.WithoutDatabase;
import org.grievances.http.response.Envelope;

/** {@code /databases}: the databases that the caller may use, with the information about each. */
@Path("databases")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class DatabasesResource {
  @Inject private DatabaseOverview overview;

  @GET
  @Needs(Permission.ADMINISTER)
  @WithoutDatabase
  public Response list(@BeanParam RequestParameters call) {
    DatabaseList list = new DatabaseList(overview.of(call.databases(), Grievance.TABLE));
    return Response.ok(Envelope.of(list)).build();
  }
}
