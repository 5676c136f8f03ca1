package org.grievances.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
    return list(table, request, parentKey, sorts, List.of(), row -> RecordData.of(table, row));
  }

  /**
   * The same for some of the records.
   *
   * @param conditions which they fulfil
   * @param shown a record as it is shown
   */
  public Response list(
      Table table,
      PageParameters request,
      String parentKey,
      List<Sort> sorts,
      List<Condition> conditions,
      Function<Object[], RecordData> shown) {
    Database database = database(request);
    Parent parent = table.parent().orElseThrow();
    Object known = parentKey(table, parentKey);
    Condition belongs = Condition.of(parent.key(), Comparison.EQUAL, known);
    List<Condition> all = Stream.concat(Stream.of(belongs), conditions.stream()).toList();
    PageQuery query = request.query(table.fields(), all, sorts);
    Page page =
        Retries.read(
            () -> {
              service.find(database, parent.table(), known);
              return service.list(database, table, query);
            });
    recordRead(database, table, request, Operation.LIST, known);
    List<RecordData> items =
        page.items().stream().map(item -> shown.apply(((RecordData) item).values())).toList();
    return PageResponse.numbered(
        new Page(items, page.keys(), page.totalCount(), query, page.next()), request);
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
   * A record that a path names by its own key alone.
   *
   * @param shown a record as it is shown; fails the request if it is not to be
   */
  public Response get(
      Table table, RequestParameters call, String key, Function<Object[], RecordData> shown) {
    Database database = database(call);
    Object known = RecordEndpoint.key(table, key);
    Object[] row = Retries.read(() -> service.row(database, table, known));
    RecordData found = shown.apply(row);
    recordRead(database, table, call, Operation.ONE, table.parentKey(row));
    return answer(found);
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
    Object[] changed =
        Retries.write(
            () -> service.changeOf(database, table.stored(), parent, known, stamp, change));
    recordRead(database, table, call, Operation.ONE, parent);
    return answer(RecordData.of(table, changed));
  }

  /**
   * Changes a record that a path names by its own key alone.
   *
   * @param change the values that are stored; fails the request if it may not change
   * @param shown the record as it is shown
   */
  public Response change(
      Table table,
      RequestParameters call,
      String key,
      AuditStamp stamp,
      UnaryOperator<Object[]> change,
      Function<Object[], RecordData> shown) {
    Database database = database(call);
    Object[] changed = change(database, table, key, stamp, change);
    recordRead(database, table, call, Operation.ONE, table.parentKey(changed));
    return answer(shown.apply(changed));
  }

  /** The same for an answer that shows nothing of it. */
  public void change(
      Table table,
      RequestParameters call,
      String key,
      AuditStamp stamp,
      UnaryOperator<Object[]> change) {
    change(database(call), table, key, stamp, change);
  }

  private Object[] change(
      Database database,
      Table table,
      String key,
      AuditStamp stamp,
      UnaryOperator<Object[]> change) {
    Object known = RecordEndpoint.key(table, key);
    Object parent = table.parentKey(Retries.read(() -> service.row(database, table, known)));
    return Retries.write(
        () -> service.changeOf(database, table.stored(), parent, known, stamp, change));
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
