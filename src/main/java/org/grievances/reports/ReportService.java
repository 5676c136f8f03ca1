package org.grievances.reports;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.grievances.database.Database;
import org.grievances.database.Reading;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Sort;

/** Reads what reports are made of, each time in one transaction, whose snapshot they show. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ReportService {

  /** Reads from a snapshot. */
  @FunctionalInterface
  private interface Work<T> {
    T of(Reading reading) throws SQLException;
  }

  /** The numbers of a report. */
  public Counts count(Database database, ReportKind kind, ReportRequest request, QueryLimit limit) {
    return inSnapshot(database, reading -> count(reading, kind, request, limit));
  }

  static Counts count(Reading reading, ReportKind kind, ReportRequest request, QueryLimit limit)
      throws SQLException {
    CodeMap map = Counting.codes(reading);
    ReportPlan plan = kind.plan(request, map);
    return new Counts(request, plan, map, Counting.run(reading, plan, map, limit));
  }

  /**
   * The numbers of a report, and its first rows.
   *
   * @param max how many rows are read
   */
  public Rows rows(
      Database database, ReportKind kind, ReportRequest request, QueryLimit limit, int max) {
    return inSnapshot(
        database,
        reading -> {
          Counts counts = count(reading, kind, request, limit);
          RowPlan rows = counts.plan().rows().orElseThrow();
          List<Sort> byKey = List.of(new Sort(Grievance.TABLE.keyField(), false));
          return new Rows(
              counts,
              reading.list(
                  Grievance.STORED, rows.fields(counts.map()), rows.conditions(), byKey, 0, max));
        });
  }

  /** Rows of a report, with what it counts. */
  public record Rows(Counts counts, List<Object[]> values) {}

  /** The conditions that the grievances fulfil which a report counts in a measure. */
  public List<Condition> conditions(
      Database database, ReportKind kind, ReportRequest request, MeasureName name) {
    return inSnapshot(
        database,
        reading -> {
          CodeMap map = Counting.codes(reading);
          ReportPlan plan = kind.plan(request, map);
          return Stream.concat(plan.where().stream(), name.of(plan).conditions(map).stream())
              .toList();
        });
  }

  private static <T> T inSnapshot(Database database, Work<T> work) {
    try (UnitOfWork unitOfWork = database.join()) {
      unitOfWork.beginSnapshot(Grievance.TABLE);
      return work.of(unitOfWork);
    } catch (SQLException e) {
      throw database.failure(SqlErrorKind.of(e), e);
    }
  }
}
