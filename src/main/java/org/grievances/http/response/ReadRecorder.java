package org.grievances.http.response;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.grievances.audit.Requester;
import org.grievances.database.Database;
import org.grievances.database.reads.RecordRead;
import org.grievances.failure.FailureException;
import org.grievances.http.request.RequestParameters;
import org.grievances.item.Lines;
import org.grievances.metrics.Metrics;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * Records in a database who sees which of its records, before any of them leaves (45 CFR
 * 164.312(b)). Lists of codes are no records of anybody, and an answer without records shows none.
 */
@ApplicationScoped
public class ReadRecorder {
  @Inject private Metrics metrics;

  /** How records are shown. */
  public enum Operation {
    ONE,
    LIST,
    EXPORT,
    CHANGES,
    HISTORY,
    JOB_ITEMS,
    STATISTICS,
    READS;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Records that an answer shows the records of a table with these keys.
   *
   * @throws FailureException {@code READ_UNRECORDED} if that fails, and then nothing may be shown
   */
  public void record(
      Database database,
      Table table,
      RequestParameters request,
      Operation operation,
      List<?> keys) {
    if (!table.isList() && !keys.isEmpty()) {
      List<Integer> numbers = keys.stream().map(Object::toString).map(Integer::valueOf).toList();
      recorder(database, request, operation, request.queryText())
          .accept(RecordRead.Keys.of(numbers));
    }
  }

  /**
   * Records an answer that shows no records, but what is known of them.
   *
   * @param filters what was asked
   */
  public void record(
      Database database, RequestParameters request, Operation operation, String filters) {
    recorder(database, request, operation, filters).accept(RecordRead.Keys.of(List.of()));
  }

  /**
   * The same lines; that they are shown is recorded when they are to be sent.
   *
   * @param filters which records they are of
   */
  public Lines recorded(
      Lines lines,
      Database database,
      Table table,
      RequestParameters request,
      Operation operation,
      String filters) {
    if (table.isList()) {
      return lines;
    }
    Consumer<RecordRead.Keys> recorder = recorder(database, request, operation, filters);
    return table.parent().isPresent()
        ? new RecordedLines(lines, keys -> recorder.accept(keys.unnamed()))
        : new RecordedLines(lines, recorder);
  }

  private Consumer<RecordRead.Keys> recorder(
      Database database, RequestParameters request, Operation operation, String filters) {
    if (!database.recordsReads()) {
      return keys -> {};
    }
    Author author = request.author();
    RecordRead.Reader reader =
        new RecordRead.Reader(
            author.user(),
            author.client(),
            Requester.address().orElse(null),
            author.activity().toString());
    return keys -> {
      database.record(RecordRead.now(reader, operation.text(), filters, keys));
      metrics.readRecorded(database.name(), operation.text());
    };
  }
}
