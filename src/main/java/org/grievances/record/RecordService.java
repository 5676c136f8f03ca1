package org.grievances.record;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.SQLException;
import java.util.List;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Codes;
import org.grievances.database.Database;
import org.grievances.database.Session;
import org.grievances.database.Sort;
import org.grievances.database.SqlFault;
import org.grievances.database.Stamp;
import org.grievances.database.Table;

/**
 * Works on one record in one container-managed transaction. A record travels as its values, in the
 * order of the table's fields; {@code RECORD_UNKNOWN} ends a request for one that is not there, and
 * {@code CONFLICT} one that the database refuses.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RecordService {

  /** What is done in a session. */
  @FunctionalInterface
  private interface Work<T> {
    T in(Session session) throws SQLException;
  }

  public Object[] find(Database database, Table table, Object key) {
    return run(database, session -> existing(session, table, key));
  }

  /** A page past the end is empty. */
  public Page list(Database database, Table table, ListRequest request) {
    int size = request.pageSize();
    int number = request.page();
    List<Sort> sorts = request.sorts(table);
    return run(
        database,
        session -> {
          long offset = (number - 1L) * size;
          List<Object[]> rows = session.list(table, sorts, offset, size);
          return new Page(table, rows, session.count(table), number, size);
        });
  }

  /** Creates a record and gives it back; {@code CONFLICT} when there is one with its key. */
  public Object[] create(Database database, SentRecord sent) {
    Table table = sent.table();
    return run(
        database,
        session -> {
          Codes codes = session.beginWriting(table);
          Object[] values = codes.complete(sent.read(codes));
          if (session.find(table, table.key(values)).isPresent()) {
            throw conflict(table, "there is a record with it");
          }
          session.insert(table, values);
          return values;
        });
  }

  /** Creates a record under a key that the database gives, and gives it back. */
  public Object[] createWithNextKey(Database database, Table table, Object[] values, Stamp stamp) {
    return run(
        database,
        session -> {
          table.setKey(values, session.nextKey(table));
          Object[] complete = session.beginWriting(table).complete(values);
          table.stamp(complete, stamp);
          session.insert(table, complete);
          return complete;
        });
  }

  /** Replaces a record, and gives back what it is then. */
  public Object[] update(Database database, SentRecord sent) {
    Table table = sent.table();
    return run(
        database,
        session -> {
          Object[] values = sent.read(session.beginWriting(table));
          session.update(table, values);
          return existing(session, table, table.key(values));
        });
  }

  /** Deletes a record; {@code CONFLICT} when it is a code that others hold. */
  public void delete(Database database, Table table, Object key) {
    Object[] values = new Object[table.fields().size()];
    table.setKey(values, key);
    run(
        database,
        session -> {
          if (!session.delete(table, List.<Object[]>of(values))[0]) {
            throw unknown(table);
          }
          if (session.isInUse(table, key)) {
            throw conflict(table, "records have this code; give them another first");
          }
          return null;
        });
  }

  private static ProblemException conflict(Table table, String reason) {
    return new ProblemException(
        ProblemType.CONFLICT, table.keyField().name() + ": " + reason + ".");
  }

  private static Object[] existing(Session session, Table table, Object key) throws SQLException {
    return session.find(table, key).orElseThrow(() -> unknown(table));
  }

  static ProblemException unknown(Table table) {
    return new ProblemException(
        ProblemType.RECORD_UNKNOWN, "No record has this " + table.keyField().name() + ".");
  }

  private static <T> T run(Database database, Work<T> work) {
    try (Session session = database.join()) {
      T result = work.in(session);
      session.checkConstraintsAtOnce();
      return result;
    } catch (SQLException fault) {
      throw explain(database, fault);
    }
  }

  private static RuntimeException explain(Database database, SQLException fault) {
    SqlFault kind = SqlFault.of(fault);
    return kind == SqlFault.REFUSED
        ? new ProblemException(
            ProblemType.CONFLICT, "Refused by the database: " + SqlFault.reason(fault) + ".")
        : database.problem(kind, fault);
  }
}
