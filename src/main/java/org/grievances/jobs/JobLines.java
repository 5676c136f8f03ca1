package org.grievances.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.grievances.batch.Outcome;
import org.grievances.database.Database;
import org.grievances.item.JsonText;
import org.grievances.item.Lines;
import org.grievances.item.Part;
import org.grievances.item.SentItems;
import org.grievances.item.SentItems.SentItem;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Items of a job as they were sent, each with the status and the text of its outcome, as far as the
 * job is when they are asked for. One part is in memory at a time.
 */
public final class JobLines implements Lines {
  private static final String STATUS = "status";
  private static final String BODY = "body";

  /** Items that were asked for before and are sent again may still have the old ones. */
  private static final Set<String> OWN = Set.of(STATUS, BODY);

  private final JobStore store;
  private final Database database;
  private final Job job;
  private final Table table;
  private final JobResult result;
  private final List<String> sent;
  private final int[] kept;

  private JobLines(JobStore store, Database database, Job job, Table table, JobResult result) {
    this.store = store;
    this.database = database;
    this.job = job;
    this.table = table;
    this.result = result;
    this.sent = sentColumns();
    this.kept =
        IntStream.range(0, sent.size())
            .filter(column -> !OWN.contains(sent.get(column).toLowerCase(Locale.ROOT)))
            .toArray();
  }

  public static JobLines of(JobStore store, Database database, Job job, JobResult result) {
    Table table = database.table(job.table()).orElseThrow(JobLostException::new);
    return new JobLines(store, database, job, table, result);
  }

  /** Where they were not named, those that a grievance has. */
  private List<String> sentColumns() {
    List<String> named = List.of();
    if (job.parts() > 0) {
      try (SentItems items = store.part(database, job, 0).sent()) {
        named = items.columns();
      }
    }
    return named.isEmpty() ? table.fields().stream().map(Field::name).toList() : named;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (int column : kept) {
      columns.add(sent.get(column));
    }
    columns.add(STATUS);
    columns.add(BODY);
    return columns;
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(result.count(job));
  }

  @Override
  public Iterator<Line> iterator() {
    return new Found(parts().iterator());
  }

  private List<Integer> parts() {
    return switch (result) {
      case FAILED -> store.partsWithFailures(database, job);
      case SUCCEEDED -> IntStream.range(0, job.nextPart()).boxed().toList();
      case UNPROCESSED -> IntStream.range(job.nextPart(), job.parts()).boxed().toList();
    };
  }

  private final class Found implements Iterator<Line> {
    private final Iterator<Integer> parts;
    private Iterator<Line> lines = List.<Line>of().iterator();

    Found(Iterator<Integer> parts) {
      this.parts = parts;
    }

    @Override
    public boolean hasNext() {
      while (!lines.hasNext() && parts.hasNext()) {
        lines = lines(parts.next()).iterator();
      }
      return lines.hasNext();
    }

    @Override
    public Line next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return lines.next();
    }
  }

  private List<Line> lines(int number) {
    List<Line> lines = new ArrayList<>();
    Part part = store.part(database, job, number);
    List<Outcome> outcomes = outcomes(number);
    try (SentItems items = part.sent()) {
      for (int item = 0; item < part.items(); item++) {
        SentItem next = items.next();
        Outcome outcome = outcomes.isEmpty() ? null : outcomes.get(item);
        if (outcome == null || outcome.isFailure() == (result == JobResult.FAILED)) {
          lines.add(line(next, outcome));
        }
      }
    }
    return lines;
  }

  private List<Outcome> outcomes(int number) {
    return result == JobResult.UNPROCESSED
        ? List.of()
        : store
            .outcomes(database, job, number)
            .orElseThrow(JobLostException::new)
            .outcomes(table.keyField().name())
            .outcomes();
  }

  /** What a row has beyond its columns comes last, so that nothing is lost or moved. */
  private Line line(SentItem item, Outcome outcome) {
    List<String> all = item.cells(sent);
    List<String> cells = new ArrayList<>(all.size() + 2);
    for (int column : kept) {
      cells.add(all.get(column));
    }
    cells.add(outcome == null ? null : Integer.toString(outcome.status()));
    cells.add(outcome == null ? null : outcome.body());
    cells.addAll(all.subList(sent.size(), all.size()));
    return new Line(cells, new SentObject(item, outcome));
  }

  /** An item and its outcome as JSON; its values are those that were sent, to the digit. */
  private record SentObject(SentItem item, Outcome outcome) implements JsonText {

    @Override
    public void writeTo(OutputStream out) {
      StringBuilder object = new StringBuilder("{");
      item.members()
          .forEach(
              (name, value) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                  object.append(JsonText.quote(name)).append(':').append(value).append(',');
                }
              });
      object.append("\"" + STATUS + "\":").append(outcome == null ? null : outcome.status());
      object
          .append(",\"" + BODY + "\":")
          .append(outcome == null ? null : JsonText.quote(outcome.body()));
      try {
        out.write(object.append('}').toString().getBytes(StandardCharsets.UTF_8));
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
