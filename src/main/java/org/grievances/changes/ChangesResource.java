package org.grievances.changes;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.grievances.activity.RequestCounter;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.history.ChangePage;
import org.grievances.database.history.RecordChange;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.request.CallerConnection;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.Preferences;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.ReadRecorder;
import org.grievances.json.Data;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** {@code /grievances/changes}: the changes to all grievances, in the order of their commits. */
@Path("grievances/changes")
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({
  MediaTypes.JSON,
  MediaTypes.TEXT_JSON,
  MediaTypes.TEXT,
  MediaTypes.NDJSON,
  MediaTypes.CSV
})
public class ChangesResource {
  @Inject private Databases databases;
  @Inject private ChangeReader reader;
  @Inject private RequestCounter requestCounter;
  @Inject private ReadRecorder reads;

  @GET
  @Needs(value = Permission.READ, keepsToScope = true)
  public Response list(
      @BeanParam ChangesParameters request,
      @BeanParam LinesParameters lines,
      @Context HttpServletRequest http) {
    Optional<MediaType> linesType = lines.type();
    boolean isLatest = request.isLatest();
    List<Field> fields = request.fields(Grievance.TABLE);
    Table table = Grievance.TABLE.fields().containsAll(fields) ? Grievance.TABLE : Grievance.STORED;
    Database database = databases.find(request.database()).orElseThrow();
    requestCounter.increment();
    ChangeReader.Answer answer =
        reader.read(
            database,
            table,
            request.query(),
            request.patience(),
            () -> CallerConnection.of(http)::isClosed);
    ChangePage page = isLatest ? answer.page().latest() : answer.page();
    reads.record(
        database,
        Grievance.TABLE,
        request,
        ReadRecorder.Operation.CHANGES,
        page.changes().stream().map(RecordChange::key).toList());
    Response.ResponseBuilder response =
        response(table, page, fields, linesType)
            .links(request.after(page.next().text(database.name())));
    List<String> applied =
        answer.waitedFor().map(wait -> "wait=" + wait.toSeconds()).stream().toList();
    return Preferences.acknowledge(response, applied).build();
  }

  private static Response.ResponseBuilder response(
      Table table, ChangePage page, List<Field> fields, Optional<MediaType> linesType) {
    List<ChangeData> changes =
        page.changes().stream().map(change -> new ChangeData(table, fields, change)).toList();
    return linesType
        .map(type -> Response.ok(new ChangeLines(table, fields, changes)).type(type))
        .orElseGet(() -> Response.ok(Envelope.of(Data.array(changes))));
  }
}
