package org.grievances.cases.event;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.endpoint.BelongingEndpoint;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.http.condition.IfNoneMatch;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.IdempotentParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.schema.AuditStamp;

/** {@code /grievances/{grievanceKey}/events}: what happened to a grievance. */
@Path("grievances/{grievanceKey}/events")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class EventsResource {
  private static final String EVENT = "{eventKey}";

  @Inject private RecordEndpoint records;
  @Inject private BelongingEndpoint endpoint;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response list(
      @BeanParam PageParameters request, @PathParam("grievanceKey") String grievance) {
    return endpoint.list(GrievanceEvent.SHOWN, request, grievance, GrievanceEvent.OLDEST_FIRST);
  }

  @POST
  @Needs(Permission.WRITE)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response create(
      @BeanParam IdempotentParameters call,
      @PathParam("grievanceKey") String grievance,
      InputStream body) {
    Object known = BelongingEndpoint.parentKey(GrievanceEvent.TABLE, grievance);
    return records.createFrom(new EventForm(known), "grievances/" + known + "/events", call, body);
  }

  @GET
  @Path(EVENT)
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response get(
      @BeanParam RequestParameters call,
      @PathParam("grievanceKey") String grievance,
      @PathParam("eventKey") String key,
      @BeanParam IfNoneMatch ifNoneMatch) {
    return endpoint.get(GrievanceEvent.SHOWN, call, grievance, key, ifNoneMatch);
  }

  /** Strikes an event out: it stays, and counts no more. */
  @DELETE
  @Path(EVENT)
  @Needs(Permission.WRITE)
  public Response strikeOut(
      @BeanParam RequestParameters call,
      @PathParam("grievanceKey") String grievance,
      @PathParam("eventKey") String key,
      @QueryParam("reason") String reason) {
    String checked = StrikeOut.reason(reason);
    AuditStamp stamp = AuditStamp.now(call.author());
    return endpoint.change(
        GrievanceEvent.SHOWN,
        call,
        grievance,
        key,
        stamp,
        event -> StrikeOut.strikeOut(event, checked, stamp));
  }
}
