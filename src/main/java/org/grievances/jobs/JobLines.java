package org.grievances.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.grievances.batch.Outcome;
import org.grievances.database.Database;
import org.grievances.item.BodyFormat;
import org.grievances.item.JsonText;
import org.grievances.item.Lines;
import org.grievances.item.OutcomeMembers;
import org.grievances.item.Part;
import org.grievances.item.SentItems;
import org.grievances.item.SentItems.Member;
import org.grievances.item.SentItems.SentItem;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Items of a job as they were sent, each with the status and the text of its outcome, as far as the
 * job is when they are asked for. One part is in memory at a time.
 */
public final class JobLines implements Lines {
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
            .filter(column -> !OutcomeMembers.contains(sent.get(column)))
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
      try (SentItems items = store.part(database, job, 0).sent(table)) {
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
    if (hasLines()) {
      columns.add(OutcomeMembers.LINE);
    }
    columns.add(OutcomeMembers.STATUS);
    columns.add(OutcomeMembers.BODY);
    return columns;
  }

  private boolean hasLines() {
    return job.format() == BodyFormat.CSV;
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
    try (SentItems items = part.sent(table)) {
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

  /** Fields of a row beyond its columns come last, so that nothing is lost or moved. */
  private Line line(SentItem item, Outcome outcome) {
    List<String> all = item.cells(sent);
    List<String> cells = new ArrayList<>(all.size() + 3);
    for (int column : kept) {
      cells.add(cell(all.get(column)));
    }
    item.line().ifPresent(line -> cells.add(Long.toString(line)));
    cells.add(outcome == null ? null : Integer.toString(outcome.status()));
    cells.add(outcome == null ? null : outcome.body());
    all.subList(sent.size(), all.size()).forEach(surplus -> cells.add(cell(surplus)));
    return new Line(cells, new SentObject(item, outcome));
  }

  private static String cell(String text) {
    return text == null ? null : JsonText.withEscapes(text);
  }

  /** An item and its outcome as JSON; its values are those that were sent, to the digit. */
  private record SentObject(SentItem item, Outcome outcome) implements JsonText {

    @Override
    public void writeTo(OutputStream out) {
      StringBuilder object = new StringBuilder("{");
      for (Member member : item.members()) {
        if (!OutcomeMembers.contains(member.name())) {
          append(object, member.name(), member.json()).append(',');
        }
      }
      item.line()
          .ifPresent(line -> append(object, OutcomeMembers.LINE, Long.toString(line)).append(','));
      String status = outcome == null ? "null" : Integer.toString(outcome.status());
      String body = outcome == null ? "null" : JsonText.quote(outcome.body());
      append(object, OutcomeMembers.STATUS, status).append(',');
      append(object, OutcomeMembers.BODY, body).append('}');
      try {
        out.write(JsonText.withEscapes(object.toString()).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static StringBuilder append(StringBuilder object, String name, String json) {
      return object.append(JsonText.quote(name)).append(':').append(json);
    }
  }
}
