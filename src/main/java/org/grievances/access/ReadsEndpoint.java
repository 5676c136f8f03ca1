package org.grievances.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.activity.RequestCounter;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.reads.RecordRead;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.Filters;
import org.grievances.http.query.LinesParameters;
import org.grievances.http.response.PageResponse;
import org.grievances.http.response.ReadRecorder;
import org.grievances.item.Integers;
import org.grievances.item.InvalidValueException;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.records.RecordService;
import org.grievances.records.Retries;
import org.grievances.schema.Condition;

/** Lists who has seen which records; the search itself is recorded, whatever it finds. */
@ApplicationScoped
class ReadsEndpoint {
  @Inject private Databases databases;
  @Inject private RecordService service;
  @Inject private ReadRecorder recorder;
  @Inject private RequestCounter requestCounter;

  Response list(ReadsParameters request, LinesParameters lines) {
    return list(request, lines, ReadFilters.ALL, List.of(), request.queryText());
  }

  Response listOf(int key, ReadsParameters request, LinesParameters lines) {
    String filters =
        Stream.of("grievance_Key=" + key, request.queryText())
            .filter(part -> !part.isEmpty())
            .reduce((one, other) -> one + "&" + other)
            .orElseThrow();
    return list(request, lines, ReadFilters.OF_ONE, List.of(ReadFilters.showing(key)), filters);
  }

  private Response list(
      ReadsParameters request,
      LinesParameters lines,
      Filters filters,
      List<Condition> others,
      String recorded) {
    Optional<MediaType> linesType = lines.type();
    Database database = databases.find(request.database()).orElseThrow();
    requestCounter.increment();
    List<Condition> conditions =
        Stream.concat(others.stream(), filters.conditions(request, database).stream()).toList();
    PageQuery query = request.query(RecordRead.TABLE, conditions);
    Page page = Retries.read(() -> service.list(database, RecordRead.TABLE, query));
    recorder.record(database, request, ReadRecorder.Operation.READS, recorded);
    return PageResponse.of(page, request, linesType);
  }

  /**
   * The key of a path.
   *
   * @throws org.grievances.failure.FailureException {@code RECORD_UNKNOWN} if no record can have it
   */
  static int key(String text) {
    try {
      return Integers.parse(text);
    } catch (InvalidValueException e) {
      throw RecordService.unknown(Grievance.TABLE);
    }
  }
}
