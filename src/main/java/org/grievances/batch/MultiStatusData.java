package org.grievances.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.item.ErrorsData;
import org.grievances.item.Lines;
import org.grievances.item.OutcomeMembers;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/**
 * The outcomes of a batch as they are sent.
 *
 * @param isStructured whether the errors are also sent as data
 */
public record MultiStatusData(MultiStatus outcomes, boolean isStructured) implements Data, Lines {

  @Override
  public List<String> columns() {
    Stream<String> columns =
        Stream.of("item", outcomes.keyName(), OutcomeMembers.STATUS, OutcomeMembers.BODY);
    return isStructured
        ? Stream.concat(columns, Stream.of(OutcomeMembers.ERRORS)).toList()
        : columns.toList();
  }

  @Override
  public Iterator<Line> iterator() {
    return IntStream.range(0, outcomes.outcomes().size()).mapToObj(this::line).iterator();
  }

  private Line line(int item) {
    Outcome outcome = outcomes.outcomes().get(item);
    return new Line() {
      @Override
      public List<String> cells() {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(item));
        cells.add(Objects.toString(outcome.key(), null));
        cells.add(Integer.toString(outcome.status()));
        cells.add(outcome.body());
        errors(outcome).ifPresent(cells::add);
        return cells;
      }

      @Override
      public Data object() {
        return json -> write(json, outcome);
      }
    };
  }

  /** A cell with the errors as JSON; empty if they are not sent. */
  private Optional<String> errors(Outcome outcome) {
    return isStructured ? Optional.of(ErrorsData.of(outcome.errors()).text()) : Optional.empty();
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    outcomes.outcomes().forEach(outcome -> write(json, outcome));
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Outcome outcome) {
    json.writeStartObject().writeArrayPropertyStart("id").writeStartObject();
    json.writeStringProperty("key", outcomes.keyName());
    JsonValues.write(json, "value", outcome.key());
    json.writeEndObject().writeEndArray();
    json.writeNumberProperty(OutcomeMembers.STATUS, outcome.status())
        .writeStringProperty(OutcomeMembers.BODY, outcome.body());
    if (isStructured && outcome.isFailure()) {
      JsonValues.write(json, OutcomeMembers.ERRORS, ErrorsData.of(outcome.errors()));
    }
    json.writeEndObject();
  }
}
