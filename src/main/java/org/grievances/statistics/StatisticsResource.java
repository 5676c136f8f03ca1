package org.grievances.statistics;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.HiddenMembers;
import org.grievances.http.request.CallerConnection;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.ReadRecorder;

/** {@code /grievance-statistics}: how many grievances were received, resolved, open and overdue. */
@Path("grievance-statistics")
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class StatisticsResource {
  @Inject private Databases databases;
  @Inject private Statistics statistics;
  @Inject private ReadRecorder reads;

  @GET
  @Needs(Permission.READ)
  public Response get(@BeanParam StatisticsParameters request, @Context HttpServletRequest http) {
    Database database = databases.find(request.database()).orElseThrow();
    HiddenMembers.check(
        Grievance.TABLE,
        Stream.concat(
            Stream.of(DeadlineRules.RECEIVED, DeadlineRules.RESOLVED),
            Grievance.TABLE.coded().stream()),
        "The statistics");
    CallerConnection caller = CallerConnection.of(http);
    StatisticsData data =
        statistics.of(database, request.periods(database.zone()), caller::isClosed);
    reads.record(database, request, ReadRecorder.Operation.STATISTICS, request.queryText());
    return Response.ok(Envelope.of(data)).build();
  }
}
