package org.grievances.cases.event;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.grievances.activity.RequestCounter;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.endpoint.BelongingEndpoint;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.FileReceiver;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.ReceivedFile;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.FileResponse;
import org.grievances.http.response.PageResponse;
import org.grievances.http.response.ReadRecorder;
import org.grievances.http.response.ReadRecorder.Operation;
import org.grievances.item.Integers;
import org.grievances.item.InvalidValueException;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.records.Retries;
import org.grievances.schema.AuditStamp;
import org.grievances.settings.AttachmentSettings;

/**
 * {@code /grievances/{grievanceKey}/events/{eventKey}/attachments}: the files of an event. Who sees
 * them has seen its grievance.
 */
@Path("grievances/{grievanceKey}/events/{eventKey}/attachments")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class AttachmentsResource {
  @PathParam("grievanceKey")
  private String grievanceKey;

  @PathParam("eventKey")
  private String eventKey;

  @Inject private Databases databases;
  @Inject private RequestCounter requestCounter;
  @Inject private Attachments attachments;
  @Inject private FileReceiver receiver;
  @Inject private FileScanner scanner;
  @Inject private FileResponse files;
  @Inject private ReadRecorder reads;
  @Inject private AttachmentSettings settings;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response list(@BeanParam PageParameters request) {
    Database database = database(request);
    Integer grievance = grievance();
    Integer event = event();
    PageQuery query = request.query();
    Attachments.Found found =
        Retries.read(
            () -> attachments.list(database, grievance, event, query.offset(), query.size()));
    recordRead(database, request, Operation.LIST, grievance);
    return PageResponse.numbered(new Page(found.attachments(), found.count(), query), request);
  }

  @POST
  @Needs(Permission.WRITE)
  @Consumes(MediaType.WILDCARD)
  public Response add(@BeanParam RequestParameters call, InputStream body) {
    Database database = database(call);
    Integer grievance = grievance();
    Integer event = event();
    try (ReceivedFile file = receiver.receive(call, body, settings.maxBytes())) {
      FileType type = FileType.of(file.content()).orElseThrow(AttachmentsResource::unsupported);
      scanner.scan(file.content());
      AuditStamp stamp = AuditStamp.now(call.author());
      EventAttachment added =
          Retries.write(() -> attachments.add(database, grievance, event, file, type, stamp));
      recordRead(database, call, Operation.ONE, grievance);
      return Response.status(Response.Status.CREATED)
          .header(HttpHeaders.LOCATION, call.below(added.key()))
          .entity(Envelope.of(added))
          .build();
    }
  }

  private static FailureException unsupported() {
    return new FailureException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "By its content, the file is none of PDF, PNG, JPEG, GIF, TIFF, RTF, Word, Excel and"
            + " PowerPoint without macros, and plain text in UTF-8.");
  }

  @GET
  @Path("{attachmentKey}")
  @Needs(value = Permission.READ, keepsToScope = true)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  @Produces(MediaType.WILDCARD)
  public Response get(@BeanParam RequestParameters call, @PathParam("attachmentKey") String key) {
    Database database = database(call);
    Integer grievance = grievance();
    Integer event = event();
    Integer known = attachment(key);
    EventAttachment found = Retries.read(() -> attachments.find(database, grievance, event, known));
    recordRead(database, call, Operation.ONE, grievance);
    return files.of(found.fileName(), found.mediaType(), found.size(), parts(database, found));
  }

  /** The parts of a file, each read from the database when it is needed. */
  private Iterator<byte[]> parts(Database database, EventAttachment file) {
    int count = (int) ((file.size() + AttachmentPart.BYTES - 1) / AttachmentPart.BYTES);
    return IntStream.range(0, count)
        .mapToObj(number -> Retries.read(() -> attachments.part(database, file.key(), number)))
        .iterator();
  }

  private Integer grievance() {
    return (Integer) BelongingEndpoint.parentKey(GrievanceEvent.TABLE, grievanceKey);
  }

  private Integer event() {
    return (Integer) BelongingEndpoint.key(GrievanceEvent.TABLE, eventKey);
  }

  private static Integer attachment(String key) {
    try {
      return Integers.parse(key);
    } catch (InvalidValueException e) {
      throw Attachments.unknown();
    }
  }

  private void recordRead(
      Database database, RequestParameters call, Operation operation, Integer grievance) {
    reads.record(database, Grievance.TABLE, call, operation, List.of(grievance));
  }

  private Database database(RequestParameters call) {
    requestCounter.increment();
    return databases.find(call.database()).orElseThrow();
  }
}
