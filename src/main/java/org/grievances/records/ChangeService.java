package org.grievances.records;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.database.DirectReading;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.history.ChangeLog;
import org.grievances.database.history.ChangePage;
import org.grievances.database.history.ChangePlace;
import org.grievances.database.history.ChangesEnd;
import org.grievances.database.history.LostChangesException;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.schema.Table;
import org.grievances.tracing.Tracing;

/**
 * Reads the changes to all records of a table in the order of their commits, outside of any
 * transaction: each statement sees what was committed before it.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ChangeService {
  private static final String WHAT_TO_DO =
      " Export the records, and go on from the place in the header changes-after of the export.";

  @Inject private Tracing tracing;

  /** The work over a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T in(DirectReading reading) throws SQLException;
  }

  /**
   * Reads a page of changes, which is empty only if there are no more that can be read now.
   *
   * @throws FailureException {@code HISTORY_OFF} if no history is kept, {@code CHANGES_LOST} if a
   *     change after the place is not in the history
   */
  public ChangePage read(Database database, Table table, ChangeQuery query) {
    return Retries.read(
        () ->
            tracing.during(
                "read changes",
                database.name(),
                step ->
                    run(
                        database,
                        reading -> read(reading.changes(table).orElseThrow(() -> off()), query))));
  }

  /** Skips changes to the records of other tables. */
  private static ChangePage read(ChangeLog log, ChangeQuery query) throws SQLException {
    try {
      ChangePage page = log.read(place(log, query), query.limit());
      while (page.changes().isEmpty() && !page.complete()) {
        page = log.read(page.next(), query.limit());
      }
      return page;
    } catch (LostChangesException e) {
      throw lost(e.reason());
    }
  }

  private static ChangePlace place(ChangeLog log, ChangeQuery query) throws SQLException {
    if (query.place().isPresent()) {
      return query.place().get();
    }
    return query.start() == ChangeQuery.End.NOW ? log.now() : log.start();
  }

  private static FailureException off() {
    return new FailureException(
        ProblemType.HISTORY_OFF, "No history is kept in this database, so changes are not known.");
  }

  private static FailureException lost(LostChangesException.Reason reason) {
    String why =
        switch (reason) {
          case ARCHIVED -> "Changes after this place may have been taken out of the history.";
          case PAUSED -> "The history was turned off after this place, and on again.";
          case RESTORED -> "The database was restored to an earlier state, before this place.";
        };
    return new FailureException(ProblemType.CHANGES_LOST, why + WHAT_TO_DO);
  }

  /** How far changes can be read now; empty if no history is kept. */
  public Optional<ChangesEnd> end(Database database, Table table) {
    return run(
        database,
        reading -> {
          Optional<ChangeLog> log = reading.changes(table);
          return log.isPresent() ? Optional.of(log.get().end()) : Optional.empty();
        });
  }

  /**
   * The text of the place after all changes that are committed now; empty if no history is kept.
   */
  public Optional<String> now(Database database, Table table) {
    return Retries.read(
        () ->
            run(
                database,
                reading -> {
                  Optional<ChangeLog> log = reading.changes(table);
                  return log.isPresent()
                      ? Optional.of(log.get().now().text(database.name()))
                      : Optional.empty();
                }));
  }

  private static <T> T run(Database database, Work<T> work) {
    try (DirectReading reading = database.read()) {
      return work.in(reading);
    } catch (SQLException e) {
      throw database.failure(SqlErrorKind.of(e), e);
    }
  }
}
