package org.grievances.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.batch.Action;
import org.grievances.batch.Outcome;
import org.grievances.database.Database;
import org.grievances.item.BodyFormat;
import org.grievances.item.ErrorsData;
import org.grievances.item.Integers;
import org.grievances.item.InvalidValueException;
import org.grievances.item.Lines;
import org.grievances.item.OutcomeMembers;
import org.grievances.item.part.Part;
import org.grievances.item.part.SentItems;
import org.grievances.item.part.SentItems.Member;
import org.grievances.item.part.SentItems.SentItem;
import org.grievances.json.JsonText;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Items of a job as they were sent, each with the status and the text of its outcome, as far as the
 * job is when they are asked for. One part is in memory at a time.
 */
public final class JobLines implements Lines {
  /** The maximum number of columns that are none of a field, for items of JSON. */
  private static final int MAX_OTHER_COLUMNS = 100;

  private final JobStore store;
  private final Database database;
  private final Job job;
  private final Table table;
  private final JobResult result;
  private final boolean isStructured;
  private List<String> columns;

  private JobLines(
      JobStore store,
      Database database,
      Job job,
      Table table,
      JobResult result,
      boolean isStructured) {
    this.store = store;
    this.database = database;
    this.job = job;
    this.table = table;
    this.result = result;
    this.isStructured = isStructured;
  }

  /**
   * @param isStructured whether the errors of items are also sent as data
   */
  public static JobLines of(
      JobStore store, Database database, Job job, JobResult result, boolean isStructured) {
    Table table = job.table(database);
    return new JobLines(store, database, job, table, result, isStructured);
  }

  private List<String> itemColumns() {
    if (columns == null) {
      columns = sentColumns();
    }
    return columns;
  }

  private List<String> sentColumns() {
    if (hasLines() && job.parts() > 0) {
      try (SentItems items = store.part(database, job, 0).sent(table)) {
        return items.columns();
      }
    }
    return job.undoes().isPresent() ? List.of(table.keyField().name()) : objectColumns();
  }

  /** Those of the fields, and the first of the other names that the items have. */
  private List<String> objectColumns() {
    Set<String> others = new LinkedHashSet<>();
    for (int part : parts()) {
      if (others.size() >= MAX_OTHER_COLUMNS) {
        break;
      }
      found(part).forEach(found -> others.addAll(found.item().otherColumns()));
    }
    return Stream.concat(
            table.fields().stream().map(Field::name), others.stream().limit(MAX_OTHER_COLUMNS))
        .toList();
  }

  /** Whether the items have keys that the service gave. */
  private boolean hasGivenKeys() {
    return job.action() == Action.CREATE && result == JobResult.SUCCEEDED;
  }

  /** The column of the key; -1 if none was sent. */
  private int keyColumn() {
    String key = table.keyField().name();
    List<String> names = itemColumns();
    return IntStream.range(0, names.size())
        .filter(column -> names.get(column).equalsIgnoreCase(key))
        .findFirst()
        .orElse(-1);
  }

  @Override
  public List<String> columns() {
    List<String> names = new ArrayList<>();
    if (hasGivenKeys() && keyColumn() < 0) {
      names.add(table.keyField().name());
    }
    names.addAll(itemColumns());
    if (hasLines()) {
      names.add(OutcomeMembers.LINE);
    }
    names.add(OutcomeMembers.STATUS);
    names.add(OutcomeMembers.BODY);
    if (isStructured) {
      names.add(OutcomeMembers.ERRORS);
    }
    return names;
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
    return parts().stream().flatMap(part -> found(part).stream()).map(Line.class::cast).iterator();
  }

  private List<Integer> parts() {
    return switch (result) {
      case FAILED -> store.partsWithFailures(database, job);
      case SUCCEEDED -> IntStream.range(0, job.nextPart()).boxed().toList();
      case UNPROCESSED -> IntStream.range(job.nextPart(), job.parts()).boxed().toList();
    };
  }

  private List<Found> found(int number) {
    List<Found> found = new ArrayList<>();
    Part part = store.part(database, job, number);
    List<Outcome> outcomes = outcomes(number);
    try (SentItems items = part.sent(table)) {
      for (int item = 0; item < part.items(); item++) {
        SentItem next = items.next();
        Outcome outcome = outcomes.isEmpty() ? null : outcomes.get(item);
        if (outcome == null || outcome.isFailure() == (result == JobResult.FAILED)) {
          found.add(new Found(next, outcome));
        }
      }
    }
    return found;
  }

  private List<Outcome> outcomes(int number) {
    return result == JobResult.UNPROCESSED
        ? List.of()
        : store
            .outcomes(database, job.id(), number)
            .orElseThrow(JobLostException::new)
            .outcomes(table.keyField().name())
            .outcomes();
  }

  /** An item with its outcome, which is null where it has none. */
  private final class Found implements Line {
    private final SentItem item;
    private final Outcome outcome;

    Found(SentItem item, Outcome outcome) {
      this.item = item;
      this.outcome = outcome;
    }

    SentItem item() {
      return item;
    }

    /** Values beyond the columns come last, so that nothing is lost or moved. */
    @Override
    public List<String> cells() {
      int count = itemColumns().size();
      List<String> all = item.cells(itemColumns());
      List<String> cells = new ArrayList<>(all.size() + 4);
      all.subList(0, count).forEach(value -> cells.add(cell(value)));
      if (hasGivenKeys()) {
        addKey(cells);
      }
      item.line().ifPresent(line -> cells.add(Long.toString(line)));
      cells.add(outcome == null ? null : Integer.toString(outcome.status()));
      cells.add(outcome == null ? null : outcome.body());
      if (isStructured) {
        cells.add(outcome == null ? null : ErrorsData.of(outcome.errors()).text());
      }
      all.subList(count, all.size()).forEach(surplus -> cells.add(cell(surplus)));
      return cells;
    }

    @Override
    public Integer key() {
      return hasGivenKeys() ? number(outcome.key().toString()) : sentKey();
    }

    private Integer sentKey() {
      return item.members().stream()
          .filter(member -> member.name().equalsIgnoreCase(table.keyField().name()))
          .findFirst()
          .map(member -> number(member.json()))
          .orElse(null);
    }

    private void addKey(List<String> cells) {
      String key = outcome.key().toString();
      int column = keyColumn();
      if (column < 0) {
        cells.add(0, key);
      } else {
        cells.set(column, key);
      }
    }

    @Override
    public JsonText object() {
      return new SentObject(
          item,
          outcome,
          hasGivenKeys() ? Optional.of(table.keyField().name()) : Optional.empty(),
          isStructured);
    }
  }

  /** Null if the text is none that can be a key. */
  private static Integer number(String json) {
    try {
      return Integers.parse(json);
    } catch (InvalidValueException e) {
      return null;
    }
  }

  private static String cell(String text) {
    return text == null ? null : JsonText.withEscapes(text);
  }

  /**
   * An item and its outcome as JSON; its values are those that were sent, to the digit.
   *
   * @param givenKey the name of the member with the key that the service gave; empty if it gave
   *     none
   * @param isStructured whether the errors are also sent as data
   */
  private record SentObject(
      SentItem item, Outcome outcome, Optional<String> givenKey, boolean isStructured)
      implements JsonText {

    @Override
    public void writeTo(OutputStream out) {
      StringBuilder object = new StringBuilder("{");
      givenKey.ifPresent(name -> append(object, name, outcome.key().toString()).append(','));
      for (Member member : item.members()) {
        if (!givenKey.filter(member.name()::equals).isPresent()) {
          append(object, member.name(), member.json()).append(',');
        }
      }
      item.line()
          .ifPresent(line -> append(object, OutcomeMembers.LINE, Long.toString(line)).append(','));
      String status = outcome == null ? "null" : Integer.toString(outcome.status());
      String body = outcome == null ? "null" : JsonText.quote(outcome.body());
      append(object, OutcomeMembers.STATUS, status).append(',');
      append(object, OutcomeMembers.BODY, body);
      if (isStructured && outcome != null && outcome.isFailure()) {
        append(object.append(','), OutcomeMembers.ERRORS, ErrorsData.of(outcome.errors()).text());
      }
      object.append('}');
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
