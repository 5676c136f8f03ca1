package org.grievances.deadline;

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
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.FilteredBy;
import org.grievances.http.query.HiddenMembers;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.PageResponse;
import org.grievances.http.response.ReadRecorder;
import org.grievances.records.Page;

/** {@code /deadlines}: what is to be done, in the order of the deadlines, and their rules. */
@Path("deadlines")
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class DeadlinesResource {
  @Inject private Databases databases;
  @Inject private DeadlineQueue queue;
  @Inject private ReadRecorder reads;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @FilteredBy(DeadlineFilters.class)
  public Response list(@BeanParam DeadlineParameters request) {
    Database database = database(request);
    HiddenMembers.check(
        Grievance.STORED, DeadlineRules.of(database).fields(), "The order of deadlines");
    DeadlineQueue.Choice choice =
        new DeadlineQueue.Choice(
            request.kind(), request.dueBefore(database), request.conditions(database));
    Page page = queue.page(database, choice, request.after(), request.size());
    reads.record(database, Grievance.TABLE, request, ReadRecorder.Operation.LIST, page.keys());
    return PageResponse.of(page, request);
  }

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @Path("rules")
  public Response rules(@BeanParam RequestParameters call) {
    return Response.ok(Envelope.of(DeadlineRules.of(database(call)))).build();
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }
}
