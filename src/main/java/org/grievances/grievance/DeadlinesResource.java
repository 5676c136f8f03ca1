package org.grievances.grievance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.Envelope;
import org.grievances.http.MediaTypes;
import org.grievances.http.RecordEndpoint;
import org.grievances.http.RequestParameters;
import org.grievances.http.Roles;

/** {@code /deadlines}: open grievances in the order of their deadlines, and the rules of these. */
@Path("deadlines")
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class DeadlinesResource {
  @Inject private Databases databases;
  @Inject private DeadlineQueue queue;

  @GET
  public Response list(@BeanParam DeadlineParameters request) {
    Database database = database(request);
    return RecordEndpoint.answer(
        queue.page(database, request.conditions(database), request.after(), request.size()),
        request);
  }

  @GET
  @Path("rules")
  public Response rules(@BeanParam RequestParameters call) {
    return Response.ok(Envelope.of(DeadlineRules.of(database(call)))).build();
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }
}
