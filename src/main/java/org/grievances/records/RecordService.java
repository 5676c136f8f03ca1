package org.grievances.records;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.grievances.database.Database;
import org.grievances.database.DatabaseFailures;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.GroupCount;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;
import org.grievances.item.Item;
import org.grievances.item.ItemErrors;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Condition;
import org.grievances.schema.Grouping;
import org.grievances.schema.Table;
import org.grievances.tracing.Tracing;

/**
 * Operates on records, each time in one container-managed transaction. A single record is an entity
 * that the persistence unit of the database manages; lists are read by statements. A request for a
 * record that does not exist fails with {@code RECORD_UNKNOWN}, and one that the database refuses
 * with {@code CONFLICT}.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RecordService {
  @Inject private Tracing tracing;

  /** The work of a transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T in(UnitOfWork unitOfWork) throws SQLException;
  }

  public RecordData find(Database database, Table table, Object key) {
    return run(
        database,
        null,
        unitOfWork ->
            RecordData.of(table, unitOfWork.find(table, key).orElseThrow(() -> unknown(table))));
  }

  /** The values of a record. */
  public Object[] row(Database database, Table table, Object key) {
    return run(
        database,
        null,
        unitOfWork -> unitOfWork.findRow(table, key).orElseThrow(() -> unknown(table)));
  }

  /**
   * A record that belongs to another one.
   *
   * @param parent the key of that one
   */
  public RecordData findOf(Database database, Table table, Object parent, Object key) {
    return run(
        database, null, unitOfWork -> RecordData.of(table, rowOf(unitOfWork, table, parent, key)));
  }

  private static Object[] rowOf(UnitOfWork unitOfWork, Table table, Object parent, Object key)
      throws SQLException {
    return unitOfWork
        .findRow(table, key)
        .filter(row -> table.parentKey(row).equals(parent))
        .orElseThrow(() -> unknown(table));
  }

  /**
   * Changes a record that belongs to another one, and returns its new values.
   *
   * @param table all that is stored of it
   * @param parent the key of that one
   * @param change what it becomes; fails the request if it may not
   */
  public Object[] changeOf(
      Database database,
      Table table,
      Object parent,
      Object key,
      AuditStamp stamp,
      UnaryOperator<Object[]> change) {
    return run(
        database,
        stamp.author(),
        unitOfWork -> {
          unitOfWork.beginWriting(table);
          unitOfWork.lockParent(table, rowOf(unitOfWork, table, parent, key));
          Object record = locked(unitOfWork, table, key, Optional.empty());
          Object[] values = change.apply(table.values(record));
          table.stamp(values, stamp);
          unitOfWork.replace(table, record, values);
          return values;
        });
  }

  /** A page past the end is empty. */
  public Page list(Database database, Table table, PageQuery query) {
    return TimeoutAdvice.on(
        () -> run(database, null, unitOfWork -> Pages.list(unitOfWork, table, query)),
        TimeoutAdvice.of(query));
  }

  /** The rows of the pages of several lists, each followed by the first of its next page. */
  public List<List<Object[]>> rows(Database database, Table table, List<PageQuery> queries) {
    return run(
        database,
        null,
        unitOfWork -> {
          List<List<Object[]>> lists = new ArrayList<>();
          for (PageQuery query : queries) {
            lists.add(Pages.rows(unitOfWork, table, query));
          }
          return lists;
        });
  }

  /**
   * Counts records by groups; those without records are left out.
   *
   * @param conditions which all records that are counted fulfil
   * @param limit after which the database ends it, and it fails with {@code QUERY_TIMEOUT}
   */
  public List<GroupCount> countByGroup(
      Database database,
      Table table,
      List<Condition> conditions,
      List<Grouping> groupings,
      QueryLimit limit) {
    return run(
        database, null, unitOfWork -> unitOfWork.countByGroup(table, conditions, groupings, limit));
  }

  /**
   * The changes to a record, latest first; {@code RECORD_UNKNOWN} if the record does not exist and
   * never did.
   */
  public Page history(Database database, Table table, Object key, PageQuery query) {
    return run(database, null, unitOfWork -> Pages.history(unitOfWork, table, key, query));
  }

  /** Creates a record and returns it; {@code CONFLICT} if a record with its key exists. */
  public RequestResult create(Database database, SentRecord sent, IdempotentRequest idempotent) {
    Table table = sent.table();
    return runOnce(
        database,
        sent.author(),
        table,
        idempotent,
        unitOfWork -> {
          Codes codes = unitOfWork.beginWriting(table);
          Object[] values = codes.complete(sent.stampedValues(codes));
          if (unitOfWork.find(table, table.key(values)).isPresent()) {
            throw conflict(table, ErrorCode.EXISTS, "there is a record with it");
          }
          unitOfWork.create(table, table.newEntity(values));
          return values;
        });
  }

  /** Whether a record with the key of the sent one exists. */
  public boolean exists(Database database, SentRecord sent) {
    return run(database, null, unitOfWork -> unitOfWork.find(sent.table(), sent.key()).isPresent());
  }

  /**
   * Creates a record with a key that the database assigns, and returns it.
   *
   * @param again whether the key of the last attempt was taken by another request meanwhile
   */
  public RequestResult createWithNextKey(
      Database database,
      Form form,
      Object[] values,
      AuditStamp stamp,
      IdempotentRequest idempotent,
      boolean again) {
    Table table = form.storedTable();
    return runOnce(
        database,
        stamp.author(),
        form.recordTable(),
        form::shown,
        idempotent,
        unitOfWork -> {
          table.setKey(values, unitOfWork.nextKey(table, again));
          Codes codes = unitOfWork.beginWriting(table);
          Object[] complete = codes.complete(values);
          checkCodes(table, complete, codes, ProblemType.MALFORMED_REQUEST);
          table.stamp(complete, stamp);
          unitOfWork.create(table, table.newEntity(complete));
          return complete;
        });
  }

  /**
   * Replaces the values of a record that were sent, and returns its new state.
   *
   * @param condition fails the request unless it may change the current record
   */
  public RecordData update(
      Database database, SentRecord sent, Optional<Consumer<RecordData>> condition) {
    Table table = sent.table();
    return run(
        database,
        sent.author(),
        unitOfWork -> {
          Item.Row row = sent.stamped(unitOfWork.beginWriting(table));
          Object record = locked(unitOfWork, table, row.key(), condition);
          Object[] values = table.merge(row.values(), row.sent(), table.values(record));
          check(ItemErrors.ofRule(table, values), ProblemType.MALFORMED_REQUEST);
          unitOfWork.replace(table, record, values);
          return RecordData.of(table, record);
        });
  }

  /**
   * Deletes a record; {@code CONFLICT} if it is a code that other records use.
   *
   * @param condition fails the request unless it may change the current record
   */
  public void delete(
      Database database,
      Table table,
      Object key,
      Author author,
      Optional<Consumer<RecordData>> condition) {
    run(
        database,
        author,
        unitOfWork -> {
          unitOfWork.beginDeleting(table);
          Object record = locked(unitOfWork, table, key, condition);
          if (unitOfWork.isInUse(table, key)) {
            throw conflict(table, ErrorCode.REFUSED, Codes.IN_USE);
          }
          unitOfWork.delete(table, record);
          return null;
        });
  }

  /** A record that only this transaction can change, if it may. */
  private static Object locked(
      UnitOfWork unitOfWork, Table table, Object key, Optional<Consumer<RecordData>> condition)
      throws SQLException {
    Object record = unitOfWork.lock(table, key).orElseThrow(() -> unknown(table));
    condition.ifPresent(check -> check.accept(RecordData.of(table, record)));
    return record;
  }

  /**
   * Brings a deleted record back as it was, with the date and the user of an update; {@code
   * CONFLICT} if a record with its key exists, or it has a code that is no longer there.
   *
   * @param table all that is stored of the record
   * @param shown describes the record in the response
   */
  public RequestResult restore(
      Database database,
      Table table,
      Table shown,
      Object key,
      Author author,
      IdempotentRequest idempotent) {
    return runOnce(
        database,
        author,
        shown,
        idempotent,
        unitOfWork -> {
          Codes codes = unitOfWork.beginWriting(table);
          if (unitOfWork.find(table, key).isPresent()) {
            throw conflict(table, ErrorCode.EXISTS, "there is a record with it");
          }
          Object[] values =
              unitOfWork
                  .history(table)
                  .beforeDeletion(key)
                  .orElseThrow(
                      () -> unknown(table, "The history has no deletion of a record with this "));
          checkCodes(table, values, codes, ProblemType.CONFLICT);
          table.stamp(values, AuditStamp.now(author));
          unitOfWork.create(table, table.newEntity(values));
          return values;
        });
  }

  private static void checkCodes(Table table, Object[] values, Codes codes, ProblemType problem) {
    check(ItemErrors.ofCodes(table, codes, values), problem);
  }

  private static void check(Optional<ItemErrors> errors, ProblemType problem) {
    if (errors.isPresent()) {
      throw errors.get().failure(problem);
    }
  }

  private static FailureException conflict(Table table, ErrorCode code, String reason) {
    return FailureException.of(
        ProblemType.CONFLICT, RequestError.of(code, table.keyField().name(), reason));
  }

  /** The failure of a request for a record that does not exist. */
  public static FailureException unknown(Table table) {
    return unknown(table, "No record has this ");
  }

  private static FailureException unknown(Table table, String beforeKey) {
    String key = table.keyField().name();
    String detail = beforeKey + key + ".";
    return new FailureException(
        ProblemType.RECORD_UNKNOWN,
        detail,
        List.of(RequestError.of(ErrorCode.MISSING, key, detail)));
  }

  /**
   * @param table describes the record in the response
   */
  private RequestResult runOnce(
      Database database,
      Author author,
      Table table,
      IdempotentRequest idempotent,
      Work<Object[]> work) {
    return runOnce(
        database, author, table, values -> RecordData.of(table, values), idempotent, work);
  }

  private RequestResult runOnce(
      Database database,
      Author author,
      Table table,
      Function<Object[], RecordData> shown,
      IdempotentRequest idempotent,
      Work<Object[]> work) {
    return run(
        database,
        author,
        unitOfWork -> {
          Optional<RequestResult> first = idempotent.find(unitOfWork);
          if (first.isPresent()) {
            return first.get();
          }
          Object[] values = work.in(unitOfWork);
          RequestResult answer =
              new RequestResult(table.key(values).toString(), shown.apply(values));
          idempotent.keep(unitOfWork, answer);
          return answer;
        });
  }

  /**
   * @param author the author of the changes; null for reads, which cannot violate a constraint
   */
  private <T> T run(Database database, Author author, Work<T> work) {
    try (UnitOfWork unitOfWork = database.join(author)) {
      String step = author == null ? "read rows" : "write rows";
      return unitOfWork.complete(
          () -> tracing.during(step, database.name(), span -> work.in(unitOfWork)));
    } catch (SQLException e) {
      throw explain(database, e);
    }
  }

  private static RuntimeException explain(Database database, SQLException exception) {
    SqlErrorKind kind = SqlErrorKind.of(exception);
    return kind == SqlErrorKind.REFUSED
        ? DatabaseFailures.refused(exception)
        : database.failure(kind, exception);
  }
}
