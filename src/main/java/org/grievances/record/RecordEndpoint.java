package org.grievances.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import org.grievances.api.Data;
import org.grievances.api.Envelope;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Codes;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.Field;
import org.grievances.database.Stamp;
import org.grievances.database.Table;
import org.grievances.idempotency.Answer;
import org.grievances.idempotency.Idempotency;
import org.grievances.idempotency.Once;
import org.grievances.idempotency.RepeatableCall;
import org.grievances.item.Body;
import org.grievances.item.BodyReceiver;
import org.grievances.item.Call;
import org.grievances.item.WritingCall;

/** From the HTTP request for one record to its answer, the same for every table. */
@ApplicationScoped
public class RecordEndpoint {
  private static final String INTEGER = "-?\\d{1,10}";
  private static final int ATTEMPTS_AT_A_KEY = 3;

  @Inject private Databases databases;
  @Inject private RecordService service;
  @Inject private Idempotency idempotency;
  @Inject private BodyReceiver receiver;

  public Response list(Table table, ListRequest request) {
    return answer(service.list(database(request), table, request));
  }

  /** The changes of a record, the latest first. */
  public Response history(Table table, PageRequest request, String key) {
    return answer(service.history(database(request), table, key(table, key), request));
  }

  private static Response answer(Page page) {
    return Response.ok(Envelope.of(page)).header("X-Pagination", page.position()).build();
  }

  public Response get(Table table, Call call, String key, IfNoneMatch ifNoneMatch) {
    RecordData found = new RecordData(table, service.find(database(call), table, key(table, key)));
    EntityTag tag = RecordData.tag(found);
    return ifNoneMatch.check(tag).orElseGet(() -> Response.ok(Envelope.of(found)).tag(tag).build());
  }

  public Response create(Table table, RepeatableCall call, InputStream in) {
    Database database = database(call);
    try (Body body = receiver.receive(call, in);
        Once once = idempotency.begin(database, call, body)) {
      SentRecord sent = new SentRecord(table, body, call.members(), null, call.author());
      Answer created = service.create(database, sent, once);
      URI location = call.below(created.recordKey());
      return answer(Response.created(location), created.data(), call);
    }
  }

  /**
   * Creates a record of what a form says, under a key that the database gives.
   *
   * @param path where the record can be read, above its key
   */
  public Response createFrom(Form form, String path, RepeatableCall call, InputStream in) {
    Database database = database(call);
    try (Body body = receiver.receive(call, in);
        Once once = idempotency.begin(database, call, body)) {
      Object[] sent = SentRecord.read(body, form.form(), call.members(), Codes.ANY, null);
      Stamp stamp = Stamp.now(call.author());
      Answer created = createWithNextKey(form, database, form.fill(sent, stamp), stamp, once);
      URI location = call.at(path, created.recordKey());
      return answer(Response.created(location), created.data(), call);
    }
  }

  /** Another request may take the key at that moment, for a record that it names itself. */
  private Answer createWithNextKey(
      Form form, Database database, Object[] values, Stamp stamp, Once once) {
    for (int attempt = 1; ; attempt++) {
      try {
        return service.createWithNextKey(database, form, values, stamp, once, attempt > 1);
      } catch (ProblemException problem) {
        if (problem.type() != ProblemType.CONFLICT || attempt == ATTEMPTS_AT_A_KEY) {
          throw problem;
        }
      }
    }
  }

  public Response update(
      Table table, WritingCall call, String key, UpdateConditions conditions, InputStream in) {
    try (Body body = receiver.receive(call, in)) {
      SentRecord sent = new SentRecord(table, body, call.members(), key(table, key), call.author());
      if (conditions.createsOnly()) {
        Answer created = createOnly(database(call), sent);
        return answer(Response.created(call.path()), created.data(), call);
      }
      Object[] updated = service.update(database(call), sent, condition(table, conditions));
      Response.ResponseBuilder ok = Response.ok().contentLocation(call.path());
      return answer(ok, new RecordData(table, updated), call);
    }
  }

  /** Another request may create the record at that moment: a second look finds it. */
  private Answer createOnly(Database database, SentRecord sent) {
    try {
      return service.create(database, sent, Once.UNASKED);
    } catch (ProblemException conflict) {
      if (conflict.type() == ProblemType.CONFLICT && service.exists(database, sent)) {
        throw UpdateConditions.alreadyThere();
      }
      throw conflict;
    }
  }

  public Response delete(Table table, Call call, String key, IfMatch ifMatch) {
    service.delete(
        database(call), table, key(table, key), call.author(), condition(table, ifMatch));
    return Response.noContent().build();
  }

  private static Optional<Consumer<Object[]>> condition(Table table, IfMatch ifMatch) {
    return ifMatch.isGiven()
        ? Optional.of(values -> ifMatch.check(RecordData.tag(new RecordData(table, values))))
        : Optional.empty();
  }

  private static Response answer(Response.ResponseBuilder response, Data record, WritingCall call) {
    return WritingCall.acknowledge(response, call.members())
        .tag(RecordData.tag(record))
        .entity(Envelope.of(record))
        .build();
  }

  private Database database(Call call) {
    return databases.find(call.database()).orElseThrow();
  }

  /** What cannot be a key names no record. */
  private static Object key(Table table, String text) {
    Field field = table.keyField();
    if (field.kind() == Field.Kind.TEXT) {
      if (text.length() > field.maxLength()) {
        throw RecordService.unknown(table);
      }
      return text;
    }
    if (!text.matches(INTEGER) || Long.parseLong(text) != (int) Long.parseLong(text)) {
      throw RecordService.unknown(table);
    }
    return Integer.valueOf(text);
  }
}
