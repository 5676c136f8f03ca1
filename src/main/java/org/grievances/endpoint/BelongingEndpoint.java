package org.grievances.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.UnaryOperator;
import org.grievances.activity.RequestCounter;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.condition.IfNoneMatch;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.PageResponse;
import org.grievances.http.response.ReadRecorder;
import org.grievances.http.response.ReadRecorder.Operation;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.records.RecordData;
import org.grievances.records.RecordService;
import org.grievances.records.Retries;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Parent;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/**
 * Handles the HTTP requests for records that belong to others. Who sees one has seen the record
 * that it belongs to.
 */
@ApplicationScoped
public class BelongingEndpoint {
  @Inject private Databases databases;
  @Inject private RecordService service;
  @Inject private ReadRecorder reads;
  @Inject private RequestCounter requestCounter;

  /**
   * A page of the records that belong to one.
   *
   * @param sorts the order, in which no two are alike
   */
  public Response list(Table table, PageParameters request, String parentKey, List<Sort> sorts) {
    Database database = database(request);
    Parent parent = table.parent().orElseThrow();
    Object known = parentKey(table, parentKey);
    Condition belongs = Condition.of(parent.key(), Comparison.EQUAL, known);
    PageQuery query = request.query(table.fields(), List.of(belongs), sorts);
    Page page =
        Retries.read(
            () -> {
              service.find(database, parent.table(), known);
              return service.list(database, table, query);
            });
    recordRead(database, table, request, Operation.LIST, known);
    return PageResponse.numbered(page, request);
  }

  public Response get(
      Table table, RequestParameters call, String parentKey, String key, IfNoneMatch ifNoneMatch) {
    Database database = database(call);
    Object parent = parentKey(table, parentKey);
    Object known = RecordEndpoint.key(table, key);
    RecordData found = Retries.read(() -> service.findOf(database, table, parent, known));
    recordRead(database, table, call, Operation.ONE, parent);
    EntityTag tag = new EntityTag(RecordData.tag(found));
    return ifNoneMatch.check(tag).orElseGet(() -> answer(found));
  }

  /**
   * Changes a record.
   *
   * @param table what is shown of it
   * @param stamp who changes it, and when
   * @param change the values that are stored
   */
  public Response change(
      Table table,
      RequestParameters call,
      String parentKey,
      String key,
      AuditStamp stamp,
      UnaryOperator<Object[]> change) {
    Database database = database(call);
    Object parent = parentKey(table, parentKey);
    Object known = RecordEndpoint.key(table, key);
    Retries.write(() -> service.changeOf(database, table.stored(), parent, known, stamp, change));
    RecordData changed = Retries.read(() -> service.findOf(database, table, parent, known));
    recordRead(database, table, call, Operation.ONE, parent);
    return answer(changed);
  }

  private static Response answer(RecordData record) {
    return Response.ok(Envelope.of(record)).tag(new EntityTag(RecordData.tag(record))).build();
  }

  private void recordRead(
      Database database,
      Table table,
      RequestParameters call,
      Operation operation,
      Object parentKey) {
    reads.record(
        database, table.parent().orElseThrow().table(), call, operation, List.of(parentKey));
  }

  /** The key of a record, as it is in a path. */
  public static Object key(Table table, String text) {
    return RecordEndpoint.key(table, text);
  }

  /** The key of a record that others belong to, as it is in a path. */
  public static Object parentKey(Table table, String text) {
    return RecordEndpoint.key(table.parent().orElseThrow().table(), text);
  }

  private Database database(RequestParameters call) {
    requestCounter.increment();
    return databases.find(call.database()).orElseThrow();
  }
}
