package org.grievances.cases.event;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.grievances.body.Body;
import org.grievances.endpoint.BelongingEndpoint;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.IdempotentParameters;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.request.WriteParameters;
import org.grievances.records.RecordData;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Codes;

/** {@code /note-data}: the notes of the public API, which are events of grievances. */
@Path(NotesResource.NOTES)
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class NotesResource {
  static final String NOTES = "note-data";
  private static final String NOTE = "{noteKey}";
  private static final String DELETED = "Deleted as a note";

  @Inject private RecordEndpoint records;
  @Inject private BelongingEndpoint endpoint;
  @Inject private BodyReceiver receiver;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response list(@BeanParam PageParameters request, @BeanParam NoteParameters notes) {
    return endpoint.list(
        GrievanceEvent.STORED,
        request,
        notes.grievance(),
        GrievanceEvent.OLDEST_FIRST,
        NoteData.conditions(),
        NoteData::of);
  }

  @POST
  @Needs(Permission.WRITE)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response create(
      @BeanParam IdempotentParameters call, @BeanParam NoteParameters notes, InputStream body) {
    Object grievance = BelongingEndpoint.parentKey(GrievanceEvent.TABLE, notes.grievance());
    return records.createFrom(new NoteForm(grievance), NOTES, call, body);
  }

  @GET
  @Path(NOTE)
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response get(@BeanParam RequestParameters call, @PathParam("noteKey") String key) {
    return endpoint.get(GrievanceEvent.STORED, call, key, NotesResource::shown);
  }

  private static RecordData shown(Object[] event) {
    NoteData.check(event);
    return NoteData.of(event);
  }

  @PUT
  @Path(NOTE)
  @Needs(Permission.WRITE)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response update(
      @BeanParam WriteParameters call, @PathParam("noteKey") String key, InputStream in) {
    try (Body body = receiver.receive(call, in)) {
      Object[] note = records.parse(NoteData.TABLE, call, body).values(Codes.ANY);
      return endpoint.change(
          GrievanceEvent.STORED,
          call,
          key,
          AuditStamp.now(call.author()),
          event -> {
            NoteData.check(event);
            return NoteData.apply(note, event);
          },
          NoteData::of);
    }
  }

  /** Strikes the event of a note out. */
  @DELETE
  @Path(NOTE)
  @Needs(Permission.WRITE)
  public Response delete(@BeanParam RequestParameters call, @PathParam("noteKey") String key) {
    AuditStamp stamp = AuditStamp.now(call.author());
    endpoint.change(
        GrievanceEvent.STORED,
        call,
        key,
        stamp,
        event -> {
          NoteData.check(event);
          return StrikeOut.strikeOut(event, DELETED, stamp);
        });
    return Response.noContent().build();
  }
}
