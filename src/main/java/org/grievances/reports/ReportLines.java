package org.grievances.reports;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.body.Spool;
import org.grievances.database.Database;
import org.grievances.database.DirectReading;
import org.grievances.database.Export;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.HiddenMembers;
import org.grievances.item.Lines;
import org.grievances.schema.Field;

/**
 * The rows of a report, read as they are written. What it is made by, whether it can be final, and
 * whether all rows fit their layout is read before, in the same snapshot.
 */
final class ReportLines implements Lines {
  private final Database database;
  private final ReportPlan outline;
  private final ReportRequest request;
  private final Work work;
  private Export rows;
  private Counts counts;
  private List<Field> fields;

  /**
   * How it is read.
   *
   * @param client whose export it is
   * @param room for all rows, if they are read before the first is sent
   */
  record Work(
      ReportKind kind,
      boolean isFinal,
      QueryLimit limit,
      String client,
      Optional<Spool.Share> room) {}

  /**
   * @param outline the plan, whatever the codes are
   */
  ReportLines(Database database, ReportPlan outline, ReportRequest request, Work work) {
    this.database = database;
    this.outline = outline;
    this.request = request;
    this.work = work;
  }

  @Override
  public List<String> columns() {
    return plan(outline).columns().stream().map(Column::name).toList();
  }

  private static RowPlan plan(ReportPlan report) {
    return report.rows().orElseThrow();
  }

  private List<Field> first(DirectReading reading) throws SQLException {
    counts = ReportService.count(reading, work.kind(), request, work.limit());
    HiddenMembers.check(Grievance.STORED, counts.plan().fields(counts.map()), "The report");
    if (work.isFinal()) {
      Unknown.check(counts);
    }
    fields = plan(counts.plan()).fields(counts.map());
    if (request.layout().isPresent()) {
      CellCheck check = new CellCheck(request.layout().get(), request.period());
      reading.each(
          Grievance.STORED,
          fields,
          plan(outline).conditions(),
          row -> check.add(ReportRow.of(plan(counts.plan()), counts.map(), fields, row)));
      check.end();
    }
    return fields;
  }

  @Override
  public Iterator<Line> iterator() {
    rows =
        database.export(Grievance.STORED, plan(outline).conditions(), work.client(), this::first);
    return new Iterator<>() {
      private Object[] next = rows.next();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Line next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        ReportRow row =
            ReportRow.of(plan(counts.plan()), counts.map(), fields, next)
                .in(request.layout(), request.period());
        next = rows.next();
        return row;
      }
    };
  }

  @Override
  public boolean hasHeader() {
    return request.layout().map(Layout::hasHeader).orElse(true);
  }

  @Override
  public char separator() {
    return request.layout().map(Layout::separator).orElse(',');
  }

  @Override
  public OptionalLong count() {
    return rows.count();
  }

  @Override
  public boolean areInOrderOfKeys() {
    return true;
  }

  @Override
  public Integer lastKey() {
    return rows.lastKey() instanceof Integer last ? last : null;
  }

  @Override
  public Optional<Spool.Share> room() {
    return work.room();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
