package org.grievances.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.api.Envelope;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.Field;
import org.grievances.database.Stamp;
import org.grievances.database.Table;
import org.grievances.item.Body;
import org.grievances.item.Call;
import org.grievances.item.Item;
import org.grievances.item.ItemReader;
import org.grievances.item.WritingCall;

/** From the HTTP request for one record to its answer, the same for every table. */
@ApplicationScoped
public class RecordEndpoint {
  private static final String INTEGER = "-?\\d{1,10}";

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
    Object[] values = read(table, call, null, in);
    service.create(database(call), table, values);
    Response.ResponseBuilder created = Response.created(call.below(table.key(values)));
    return WritingCall.acknowledge(created, call.members()).entity(envelope(table, values)).build();
  }

  public Response update(Table table, WritingCall call, String key, InputStream in) {
    Object[] values = read(table, call, key(table, key), in);
    Object[] updated = service.update(database(call), table, values);
    return WritingCall.acknowledge(Response.ok(envelope(table, updated)), call.members()).build();
  }

  public Response delete(Table table, Call call, String key) {
    service.delete(database(call), table, key(table, key));
    return Response.noContent().build();
  }

  private Database database(Call call) {
    return databases.find(call.database()).orElseThrow();
  }

  private static Envelope envelope(Table table, Object[] values) {
    return Envelope.of(new RecordData(table, values));
  }

  /** The values of the record in a body, stamped with who sends it and when. */
  private Object[] read(Table table, WritingCall call, Object key, InputStream in) {
    try (Body body = call.body(maxBytes).receive(in)) {
      Item item = ItemReader.readOne(body.open(), table, call.members(), key);
      if (item instanceof Item.Row row) {
        table.stamp(row.values(), Stamp.now(call.user()));
        return row.values();
      }
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST, ((Item.Faulty) item).faults() + ".");
    }
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
