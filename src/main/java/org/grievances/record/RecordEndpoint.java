package org.grievances.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.api.Envelope;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Codes;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.Field;
import org.grievances.database.Stamp;
import org.grievances.database.Table;
import org.grievances.item.Body;
import org.grievances.item.Call;
import org.grievances.item.WritingCall;

/** From the HTTP request for one record to its answer, the same for every table. */
@ApplicationScoped
public class RecordEndpoint {
  private static final String INTEGER = "-?\\d{1,10}";
  private static final int ATTEMPTS_AT_A_KEY = 3;

  @Inject private Databases databases;
  @Inject private RecordService service;

  @Inject
  @ConfigProperty(name = "grievances.batch.max-bytes")
  private long maxBytes;

  public Response list(Table table, ListRequest request) {
    Page page = service.list(database(request), table, request);
    return Response.ok(Envelope.of(page)).header("X-Pagination", page.position()).build();
  }

  public Response get(Table table, Call call, String key) {
    Object[] values = service.find(database(call), table, key(table, key));
    return Response.ok(envelope(table, values)).build();
  }

  public Response create(Table table, WritingCall call, InputStream in) {
    try (Body body = receive(call, in)) {
      SentRecord sent = new SentRecord(table, body, call.members(), null, call.user());
      Object[] values = service.create(database(call), sent);
      return created(table, values, call, call.below(table.key(values)));
    }
  }

  /**
   * Creates a record of what a form says, under a key that the database gives.
   *
   * @param path where the record can be read, above its key
   */
  public Response createFrom(Form form, String path, WritingCall call, InputStream in) {
    try (Body body = receive(call, in)) {
      Object[] sent = SentRecord.read(body, form.form(), call.members(), Codes.ANY, null);
      Stamp stamp = Stamp.now(call.user());
      Object[] values = createWithNextKey(form, database(call), form.fill(sent, stamp), stamp);
      return created(form.record(), values, call, call.at(path, form.record().key(values)));
    }
  }

  /** Another request may take the key at that moment, for a record that it names itself. */
  private Object[] createWithNextKey(Form form, Database database, Object[] values, Stamp stamp) {
    for (int attempt = 1; ; attempt++) {
      try {
        return service.createWithNextKey(database, form.stored(), values, stamp);
      } catch (ProblemException problem) {
        if (problem.type() != ProblemType.CONFLICT || attempt == ATTEMPTS_AT_A_KEY) {
          throw problem;
        }
      }
    }
  }

  public Response update(Table table, WritingCall call, String key, InputStream in) {
    try (Body body = receive(call, in)) {
      SentRecord sent = new SentRecord(table, body, call.members(), key(table, key), call.user());
      Object[] updated = service.update(database(call), sent);
      return WritingCall.acknowledge(Response.ok(envelope(table, updated)), call.members()).build();
    }
  }

  public Response delete(Table table, Call call, String key) {
    service.delete(database(call), table, key(table, key));
    return Response.noContent().build();
  }

  private static Response created(Table table, Object[] values, WritingCall call, URI location) {
    Response.ResponseBuilder created = Response.created(location);
    return WritingCall.acknowledge(created, call.members()).entity(envelope(table, values)).build();
  }

  private Body receive(WritingCall call, InputStream in) {
    return call.body(maxBytes).receive(in);
  }

  private Database database(Call call) {
    return databases.find(call.database()).orElseThrow();
  }

  private static Envelope envelope(Table table, Object[] values) {
    return Envelope.of(new RecordData(table, values));
  }

  /** What cannot be a key names no record. */
  private static Object key(Table table, String text) {
    Field field = table.keyField();
    if (field.kind() == Field.Kind.TEXT) {
      return text;
    }
    if (!text.matches(INTEGER) || Long.parseLong(text) != (int) Long.parseLong(text)) {
      throw RecordService.unknown(table);
    }
    return Integer.valueOf(text);
  }
}
