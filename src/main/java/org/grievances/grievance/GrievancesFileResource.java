package org.grievances.grievance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.http.request.IdempotentParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.Roles;
import org.grievances.records.Form;

/** {@code /grievances-file}: a grievance filed for a member, a subscriber or a provider. */
@Path("grievances-file")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class GrievancesFileResource {
  private static final Form FORM = new FilingForm();

  @Inject private RecordEndpoint endpoint;

  @POST
  @Needs(value = Permission.WRITE, keepsToScope = true)
  public Response file(@BeanParam IdempotentParameters call, InputStream body) {
    return endpoint.createFrom(FORM, "grievances", call, body);
  }
}
