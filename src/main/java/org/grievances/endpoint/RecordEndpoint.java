package org.grievances.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.grievances.activity.RequestCounter;
import org.grievances.audit.AuditLog;
import org.grievances.body.Body;
import org.grievances.body.Spool;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RetryPolicy;
import org.grievances.http.condition.IfMatch;
import org.grievances.http.condition.IfNoneMatch;
import org.grievances.http.condition.UpdateConditions;
import org.grievances.http.query.ExportParameters;
import org.grievances.http.query.FilteredParameters;
import org.grievances.http.query.Filters;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.query.ListParameters;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.IdempotentParameters;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.WriteParameters;
import org.grievances.http.response.AuditedLines;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.PageResponse;
import org.grievances.http.response.ReadRecorder;
import org.grievances.http.response.ReadRecorder.Operation;
import org.grievances.idempotency.IdempotencyKeys;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;
import org.grievances.item.FieldValue;
import org.grievances.item.InvalidValueException;
import org.grievances.item.Lines;
import org.grievances.json.Data;
import org.grievances.metrics.Metrics;
import org.grievances.records.ChangeService;
import org.grievances.records.Form;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.records.RecordData;
import org.grievances.records.RecordLines;
import org.grievances.records.RecordService;
import org.grievances.records.ReplicaService;
import org.grievances.records.Retries;
import org.grievances.records.SentRecord;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Codes;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Handles the HTTP requests for records, in the same way for every table. */
@ApplicationScoped
public class RecordEndpoint {
  private static final String CHANGES_AFTER = "changes-after";
  private static final RetryPolicy KEY_RETRIES = RetryPolicy.of(RecordEndpoint::isConflict, 3);

  @Inject private Databases databases;
  @Inject private RecordService service;
  @Inject private ReplicaService replicas;
  @Inject private ChangeService changes;
  @Inject private Metrics metrics;
  @Inject private ReadRecorder reads;
  @Inject private IdempotencyKeys idempotency;
  @Inject private BodyReceiver receiver;
  @Inject private RequestCounter requestCounter;
  @Inject private Spool spool;
  @Inject private AuditLog audit;

  public Response list(Table table, ListParameters request) {
    return list(table, request, List.of());
  }

  /** A page of those records that fulfil all conditions, which are no records of anybody. */
  public Response list(Table table, ListParameters request, List<Condition> conditions) {
    Database database = database(request);
    return PageResponse.numbered(read(database, table, request, conditions), request);
  }

  /** A page of the filtered records, in the accepted format. */
  public Response list(
      Table table, FilteredParameters request, LinesParameters lines, Filters filters) {
    return list(table, request, lines, database -> filters.conditions(request, database));
  }

  /** The same, of the records that fulfil conditions for the database. */
  public Response list(
      Table table,
      FilteredParameters request,
      LinesParameters lines,
      Function<Database, List<Condition>> conditions) {
    Optional<MediaType> linesType = lines.type();
    Database database = database(request);
    Page page = read(database, table, request, conditions.apply(database));
    reads.record(database, table, request, Operation.LIST, page.keys());
    return PageResponse.of(page, request, linesType);
  }

  /**
   * All filtered records, in one consistent snapshot. The export begins when it is written, so that
   * nothing stays open if it never is. Where it blocks writers, it reads all records before it
   * sends the first, so that writers never wait for the client. The place in the changes is taken
   * before that, so that the export and the changes after the place miss nothing.
   */
  public Response export(Table table, ExportParameters request, Filters filters) {
    MediaType type = request.type();
    Database database = database(request);
    List<Condition> conditions = filters.conditions(request, database);
    String client = request.author().client();
    Optional<Spool.Share> room =
        database.blocksWritersDuringExports() ? Optional.of(spool.share(client)) : Optional.empty();
    List<Field> fields = request.fields(table);
    List<Field> read =
        Stream.concat(fields.stream(), Stream.of(table.keyField())).distinct().toList();
    Lines records =
        new RecordLines(
            fields,
            read.indexOf(table.keyField()),
            () -> database.export(table, read, conditions, client),
            room);
    Lines lines =
        reads.recorded(records, database, table, request, Operation.EXPORT, request.queryText());
    Map<String, String> details = new LinkedHashMap<>();
    details.put("database", database.name());
    details.put("exported", table.name());
    details.put("parameters", String.join(" ", request.parameterNames()));
    Response.ResponseBuilder response =
        Response.ok(new AuditedLines(lines, audit, details)).type(type);
    changes.now(database, table).ifPresent(place -> response.header(CHANGES_AFTER, place));
    return response.build();
  }

  private Page read(
      Database database, Table table, ListParameters request, List<Condition> conditions) {
    PageQuery query = request.query(table, conditions);
    return read(
        database,
        request,
        () -> replicas.list(database, table, query),
        () -> service.list(database, table, query));
  }

  /** The changes to a record, latest first. */
  public Response history(Table table, PageParameters request, String key) {
    Database database = database(request);
    Object known = key(table, key);
    PageQuery query = request.query();
    Page page =
        read(
            database,
            request,
            () -> replicas.history(database, table, known, query),
            () -> service.history(database, table, known, query));
    if (!page.items().isEmpty()) {
      reads.record(database, table, request, Operation.HISTORY, List.of(known));
    }
    return PageResponse.of(page, request);
  }

  /** Reads a page from the replica if it is up to date, else from the database. */
  private Page read(
      Database database,
      PageParameters request,
      Supplier<Optional<Page>> replica,
      Supplier<Page> itself) {
    if (!database.hasReplica()) {
      return Retries.read(itself);
    }
    Optional<Page> page = request.isLatestWanted() ? Optional.empty() : replica.get();
    metrics.listed(database.name(), page.isPresent());
    return page.orElseGet(() -> Retries.read(itself));
  }

  public Response get(Table table, RequestParameters call, String key, IfNoneMatch ifNoneMatch) {
    Database database = database(call);
    Object known = key(table, key);
    RecordData found = Retries.read(() -> service.find(database, table, known));
    reads.record(database, table, call, Operation.ONE, List.of(known));
    EntityTag tag = new EntityTag(RecordData.tag(found));
    return ifNoneMatch.check(tag).orElseGet(() -> Response.ok(Envelope.of(found)).tag(tag).build());
  }

  public Response create(Table table, IdempotentParameters call, InputStream in) {
    Database database = database(call);
    try (Body body = receiver.receive(call, in);
        IdempotentRequest idempotent = call.begin(idempotency, database, body)) {
      SentRecord sent = sent(table, call, database, body, null);
      RequestResult created = Retries.write(() -> service.create(database, sent, idempotent));
      Response.ResponseBuilder response = created(call.below(created.recordKey()));
      return answer(response, database, table, created.recordKey(), created.data(), call);
    }
  }

  /**
   * Creates a record from a form, with a key that the database assigns.
   *
   * @param path the path to the record, without its key
   */
  public Response createFrom(Form form, String path, IdempotentParameters call, InputStream in) {
    Database database = database(call);
    try (Body body = receiver.receive(call, in);
        IdempotentRequest idempotent = call.begin(idempotency, database, body)) {
      Object[] sent = sent(form.requestTable(), call, database, body, null).values(Codes.ANY);
      AuditStamp stamp = AuditStamp.now(call.author());
      RequestResult created =
          createWithNextKey(form, database, form.toRecord(sent, stamp), stamp, idempotent);
      Response.ResponseBuilder response = created(call.at(path, created.recordKey()));
      Table table = form.recordTable();
      Object read = form.readKey(created.recordKey());
      return answer(response, database, table, read, created.data(), call);
    }
  }

  /**
   * Brings back a deleted record.
   *
   * @param table all that is stored of it
   * @param shown what the response has of it
   * @param path the path to the records
   */
  public Response restore(
      Table table,
      Table shown,
      String path,
      String key,
      IdempotentParameters call,
      InputStream in) {
    Object known = key(table, key);
    Database database = database(call);
    try (Body body = receiver.receive(call, in);
        IdempotentRequest idempotent = call.begin(idempotency, database, body)) {
      RequestResult restored =
          Retries.write(
              () -> service.restore(database, table, shown, known, call.author(), idempotent));
      return answer(created(call.at(path, known)), database, shown, known, restored.data(), call);
    }
  }

  /** Tries again if another request takes the same key. */
  private RequestResult createWithNextKey(
      Form form,
      Database database,
      Object[] values,
      AuditStamp stamp,
      IdempotentRequest idempotent) {
    return KEY_RETRIES.run(
        attempt ->
            Retries.write(
                () ->
                    service.createWithNextKey(
                        database, form, values, stamp, idempotent, attempt > 1)));
  }

  private static boolean isConflict(Exception e) {
    return e instanceof FailureException failure && failure.type() == ProblemType.CONFLICT;
  }

  public Response update(
      Table table, WriteParameters call, String key, UpdateConditions conditions, InputStream in) {
    Object known = key(table, key);
    String path = call.path(key, known);
    Database database = database(call);
    try (Body body = receiver.receive(call, in)) {
      SentRecord sent = sent(table, call, database, body, known);
      if (conditions.createsOnly()) {
        RequestResult created = createOnly(database, sent);
        return answer(created(path), database, table, known, created.data(), call);
      }
      return replace(database, sent, call, path, conditions);
    }
  }

  /** Replaces a record that exists. */
  public Response replace(
      Table table, WriteParameters call, String key, IfMatch ifMatch, InputStream in) {
    Database database = database(call);
    try (Body body = receiver.receive(call, in)) {
      SentRecord sent = sent(table, call, database, body, key(table, key));
      return replace(database, sent, call, call.path(), ifMatch);
    }
  }

  /** Changes some values of a record that exists (RFC 7396). */
  public Response patch(
      Table table, WriteParameters call, String key, IfMatch ifMatch, InputStream in) {
    Object known = key(table, key);
    Database database = database(call);
    try (Body body = receiver.receive(call, in)) {
      SentRecord sent =
          SentRecord.parse(
              body, table, call.members().merged(), database.zone(), known, call.author());
      String path = table.isPart() ? call.path() : call.path(key, known);
      return replace(database, sent, call, path, ifMatch);
    }
  }

  private Response replace(
      Database database, SentRecord sent, WriteParameters call, String path, IfMatch ifMatch) {
    RecordData updated = Retries.write(() -> service.update(database, sent, condition(ifMatch)));
    Response.ResponseBuilder ok = Response.ok().header(HttpHeaders.CONTENT_LOCATION, path);
    return answer(ok, database, sent.table(), sent.key(), updated, call);
  }

  /** Reads a record that was sent. */
  public SentRecord parse(Table table, WriteParameters call, Body body) {
    return sent(table, call, database(call), body, null);
  }

  private static SentRecord sent(
      Table table, WriteParameters call, Database database, Body body, Object key) {
    return SentRecord.parse(body, table, call.members(), database.zone(), key, call.author());
  }

  /** JAX-RS itself would make the path absolute, with the host that the caller named. */
  private static Response.ResponseBuilder created(String path) {
    return Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, path);
  }

  /** Another request may create the record at the same moment; a second lookup finds it. */
  private RequestResult createOnly(Database database, SentRecord sent) {
    try {
      return Retries.write(() -> service.create(database, sent, IdempotentRequest.NONE));
    } catch (FailureException e) {
      if (e.type() == ProblemType.CONFLICT && service.exists(database, sent)) {
        throw UpdateConditions.alreadyThere();
      }
      throw e;
    }
  }

  public Response delete(Table table, RequestParameters call, String key, IfMatch ifMatch) {
    Database database = database(call);
    Object known = key(table, key);
    Retries.write(
        () -> {
          service.delete(database, table, known, call.author(), condition(ifMatch));
          return known;
        });
    return Response.noContent().build();
  }

  private static Optional<Consumer<RecordData>> condition(IfMatch ifMatch) {
    return ifMatch.isGiven()
        ? Optional.of(current -> ifMatch.check(new EntityTag(RecordData.tag(current))))
        : Optional.empty();
  }

  private Response answer(
      Response.ResponseBuilder response,
      Database database,
      Table table,
      Object key,
      Data record,
      WriteParameters call) {
    reads.record(database, table, call, Operation.ONE, List.of(key));
    return WriteParameters.acknowledge(response, call.members())
        .tag(new EntityTag(RecordData.tag(record)))
        .entity(Envelope.of(record))
        .build();
  }

  private Database database(RequestParameters call) {
    requestCounter.increment();
    return databases.find(call.database()).orElseThrow();
  }

  /**
   * Reads a key as a filter does; no key is a time. A text that cannot be a key identifies no
   * record.
   */
  static Object key(Table table, String text) {
    try {
      return FieldValue.parse(table.keyField(), text, ZoneOffset.UTC);
    } catch (InvalidValueException e) {
      throw RecordService.unknown(table);
    }
  }
}
