package org.grievances.reports;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.audit.AuditLog;
import org.grievances.body.Spool;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.endpoint.RecordEndpoint;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.HiddenMembers;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.request.CallerConnection;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.AuditedLines;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.ReadRecorder;
import org.grievances.http.response.ReadRecorder.Operation;
import org.grievances.item.Lines;
import org.grievances.json.Data;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

/** {@code /reports}: what regulators ask of grievances, and which of them each number counts. */
@Path("reports")
@RequestScoped
@RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class ReportsResource {
  /** More are only sent in lines. */
  private static final int MAX_ROWS = 10_000;

  private static final String REPORTS = "reports";

  @Inject private Databases databases;
  @Inject private Reports reports;
  @Inject private ReportService service;
  @Inject private ReportLayouts layouts;
  @Inject private RecordEndpoint endpoint;
  @Inject private ReadRecorder reads;
  @Inject private Spool spool;
  @Inject private AuditLog audit;

  @GET
  @Needs(Permission.READ)
  public Response list(@BeanParam RequestParameters call) {
    database(call);
    return Response.ok(
            Envelope.of(
                json -> {
                  json.writeStartArray();
                  for (ReportKind kind : ReportKind.values()) {
                    json.writeStartObject()
                        .writeStringProperty("name", kind.path())
                        .writeStringProperty("text", kind.text())
                        .writeStringProperty("source", kind.source())
                        .writeEndObject();
                  }
                  json.writeEndArray();
                }))
        .build();
  }

  @GET
  @Needs(Permission.READ)
  @Path("{name}")
  @Produces({
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT,
    MediaTypes.NDJSON,
    MediaTypes.CSV
  })
  public Response get(
      @BeanParam ReportParameters call,
      @BeanParam LinesParameters lines,
      @PathParam("name") String name,
      @Context HttpServletRequest http) {
    ReportKind kind = kind(name);
    Database database = database(call);
    boolean isFinal = call.isFinal();
    ReportRequest request = call.request(kind, database, layout(kind, database, call.layout()));
    GrievancesLink link =
        new GrievancesLink(
            call.path(), request, call.layout().orElse(null), kind == ReportKind.READINESS);
    ReportPlan outline = kind.plan(request, CodeMap.of(List.of()));
    check(outline.fields(CodeMap.of(List.of())));
    CallerConnection caller = CallerConnection.of(http);
    Optional<MediaType> type = kind == ReportKind.UNIVERSE ? lines.rawType() : lines.type();
    if (outline.rows().isEmpty()) {
      Counts counts = reports.count(database, kind, request, caller::isClosed);
      return numbers(counts, kind, link, call, database, isFinal, type);
    }
    return type.isPresent()
        ? stream(outline, kind, request, call, database, isFinal, type.get())
        : rows(
            reports.rows(database, kind, request, caller::isClosed, MAX_ROWS + 1),
            kind,
            link,
            call,
            database,
            isFinal);
  }

  @GET
  @Needs(Permission.READ)
  @Path("{name}/grievances")
  @Produces({
    MediaTypes.JSON,
    MediaTypes.TEXT_JSON,
    MediaTypes.TEXT,
    MediaTypes.NDJSON,
    MediaTypes.CSV
  })
  public Response grievances(
      @BeanParam ReportGrievancesParameters call,
      @BeanParam LinesParameters lines,
      @PathParam("name") String name) {
    ReportKind kind = kind(name);
    return endpoint.list(
        Grievance.TABLE, call, lines, database -> conditions(kind, call, database));
  }

  private List<Condition> conditions(
      ReportKind kind, ReportGrievancesParameters call, Database database) {
    ReportRequest request = call.request(kind, database, layout(kind, database, call.layout()));
    List<Condition> conditions = service.conditions(database, kind, request, call.name());
    check(conditions.stream().flatMap(Condition::fields));
    return conditions;
  }

  private Response numbers(
      Counts counts,
      ReportKind kind,
      GrievancesLink link,
      RequestParameters call,
      Database database,
      boolean isFinal,
      Optional<MediaType> type) {
    check(counts.plan().fields(counts.map()));
    if (isFinal) {
      Unknown.check(counts);
    }
    reads.record(database, call, Operation.STATISTICS, call.queryText());
    return type.map(as -> Response.ok(new NumberLines(counts, link)).type(as))
        .orElseGet(
            () -> Response.ok(Envelope.of(new ReportData(kind, counts, link, Optional.empty()))))
        .build();
  }

  private Response rows(
      ReportService.Rows found,
      ReportKind kind,
      GrievancesLink link,
      RequestParameters call,
      Database database,
      boolean isFinal) {
    Counts counts = found.counts();
    check(counts.plan().fields(counts.map()));
    if (isFinal) {
      Unknown.check(counts);
    }
    if (found.values().size() > MAX_ROWS) {
      throw RequestParameters.malformed(
          ("The report has more than " + MAX_ROWS + " rows: ask for a shorter period, or with")
              + " Accept: text/csv or application/x-ndjson.");
    }
    List<ReportRow> rows = rows(found);
    reads.record(
        database,
        Grievance.TABLE,
        call,
        Operation.LIST,
        rows.stream().map(ReportRow::key).toList());
    return Response.ok(
            Envelope.of(new ReportData(kind, counts, link, Optional.of(Data.array(rows)))))
        .build();
  }

  private static List<ReportRow> rows(ReportService.Rows found) {
    Counts counts = found.counts();
    RowPlan plan = counts.plan().rows().orElseThrow();
    List<Field> fields = plan.fields(counts.map());
    List<ReportRow> rows =
        found.values().stream()
            .map(values -> ReportRow.of(plan, counts.map(), fields, values))
            .toList();
    ReportRequest request = counts.request();
    if (request.layout().isPresent()) {
      CellCheck check = new CellCheck(request.layout().get(), request.period());
      rows.forEach(check::add);
      check.end();
    }
    return rows.stream().map(row -> row.in(request.layout(), request.period())).toList();
  }

  private Response stream(
      ReportPlan outline,
      ReportKind kind,
      ReportRequest request,
      ReportParameters call,
      Database database,
      boolean isFinal,
      MediaType type) {
    String client = call.author().client();
    Optional<Spool.Share> room =
        database.blocksWritersDuringExports() ? Optional.of(spool.share(client)) : Optional.empty();
    Lines rows =
        new ReportLines(
            database,
            outline,
            request,
            new ReportLines.Work(kind, isFinal, reports.limit(), client, room));
    Lines recorded =
        reads.recorded(rows, database, Grievance.TABLE, call, Operation.EXPORT, call.queryText());
    Map<String, String> details = new LinkedHashMap<>();
    details.put("database", database.name());
    details.put("exported", kind.path());
    details.put("parameters", String.join(" ", call.parameterNames()));
    return Response.ok(new AuditedLines(recorded, audit, details)).type(type).build();
  }

  private Optional<Layout> layout(ReportKind kind, Database database, Optional<String> name) {
    boolean isNeeded = kind == ReportKind.UNIVERSE;
    if (isNeeded != name.isPresent()) {
      throw RequestParameters.malformed(
          isNeeded
              ? "The report needs the parameter layout, with the name of a layout."
              : "The parameter layout is for the report universe alone.");
    }
    return name.map(each -> layouts.find(database, each).layout());
  }

  private static void check(Stream<Field> fields) {
    HiddenMembers.check(Grievance.STORED, fields, "The report");
  }

  private static ReportKind kind(String name) {
    return ReportKind.named(name)
        .orElseThrow(
            () ->
                new FailureException(
                    ProblemType.RECORD_UNKNOWN, "No report has this name; see " + REPORTS + "."));
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }
}
