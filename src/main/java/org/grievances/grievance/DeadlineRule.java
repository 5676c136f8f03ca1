package org.grievances.grievance;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.grievance.CaseDetails.Extension;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.settings.ConfiguredRule;
import org.grievances.settings.DeadlineKind;
import tools.jackson.core.JsonGenerator;

/** Until when something is to be done about the grievances that it fits. */
public record DeadlineRule(ConfiguredRule configured, TimeLimit limit) implements Data {
  private static final Field LINE = Grievance.STORED.field("line_Of_Business");
  private static final Field PROCESSING = Grievance.STORED.field("processing");
  private static final Field RECEIVED_MODE = Grievance.STORED.field("received_Mode");
  private static final Field EXTENSION = Grievance.STORED.field("extension");
  private static final Field EXTENSION_NOTICED = Grievance.STORED.field("extension_Noticed");
  private static final Field ACKNOWLEDGED = Grievance.STORED.field("acknowledged");
  private static final Field ORAL_NOTICE = Grievance.STORED.field("oral_Notice");
  private static final Field WRITTEN_NOTICE = Grievance.STORED.field("written_Notice");

  /** The condition that more time was taken, and the member got notice of it. */
  public static final List<Condition> EXTENDED =
      List.of(
          Condition.present(EXTENSION_NOTICED),
          new Condition.AnyOf(
              List.of(
                  List.of(extension(Comparison.EQUAL, Extension.ENROLLEE)),
                  List.of(extension(Comparison.EQUAL, Extension.PLAN)))));

  private static final Condition NOT_EXTENDED =
      new Condition.AnyOf(
          List.of(
              List.of(Condition.absent(EXTENSION_NOTICED)),
              List.of(
                  extension(Comparison.NOT_EQUAL, Extension.ENROLLEE),
                  extension(Comparison.NOT_EQUAL, Extension.PLAN))));

  /**
   * Some of the grievances that a rule fits, which have the same time.
   *
   * @param conditions that these fulfil, and the others do not
   */
  record Share(TimeLimit limit, List<Condition> conditions) {}

  public static DeadlineRule of(ConfiguredRule configured, LocalDays calendar) {
    Optional<BusinessDays> businessDays = configured.holidays().map(BusinessDays::new);
    return new DeadlineRule(configured, TimeLimit.of(configured.within(), businessDays, calendar));
  }

  public String name() {
    return configured.name();
  }

  public DeadlineKind kind() {
    return configured.kind();
  }

  /**
   * The conditions that it fits a grievance.
   *
   * @param from the date from which the time counts
   */
  List<Condition> conditions(Field from) {
    List<Condition> conditions = new ArrayList<>();
    configured.member().ifPresent(member -> equal(conditions, member, configured.code()));
    equal(conditions, LINE.name(), configured.line());
    equal(conditions, PROCESSING.name(), configured.processing());
    begin().ifPresent(time -> conditions.add(Condition.of(from, Comparison.AT_LEAST, time)));
    return conditions;
  }

  private static void equal(List<Condition> conditions, String member, Optional<String> value) {
    Field field = Grievance.STORED.field(member);
    value.ifPresent(text -> conditions.add(Condition.of(field, Comparison.EQUAL, text)));
  }

  /** The condition that it does not fit a grievance; it does not fit all. */
  Condition isOther(Field from) {
    List<Condition> others = conditions(from).stream().map(DeadlineRule::not).toList();
    return others.size() == 1
        ? others.get(0)
        : new Condition.AnyOf(others.stream().map(List::of).toList());
  }

  private static Condition not(Condition condition) {
    Condition.Compared compared = (Condition.Compared) condition;
    Comparison opposite =
        compared.comparison() == Comparison.AT_LEAST ? Comparison.LESS : Comparison.NOT_EQUAL;
    return Condition.of(compared.field(), opposite, compared.value());
  }

  private Optional<LocalDateTime> begin() {
    return configured.since().map(limit.calendar()::begin);
  }

  /** Only a decision can be given more time. The first share is that with more. */
  List<Share> shares() {
    return kind() == DeadlineKind.DECISION
        ? List.of(new Share(limit.extended(), EXTENDED), new Share(limit, List.of(NOT_EXTENDED)))
        : List.of(new Share(limit, List.of()));
  }

  private static Condition extension(Comparison comparison, Extension extension) {
    return Condition.of(EXTENSION, comparison, extension.name());
  }

  /**
   * The grievances for which what it asks for is still to be done, in parts that have no grievance
   * in common and an index each. Nobody acknowledges a grievance that is resolved, while the notice
   * of its resolution is due until it is sent. Who has complained in writing gets it in writing (42
   * CFR 422.630(e)).
   */
  List<List<Condition>> pending() {
    Condition unwritten = Condition.absent(WRITTEN_NOTICE);
    return switch (kind()) {
      case DECISION -> List.of(List.of(Grievance.OPEN));
      case ACKNOWLEDGEMENT -> List.of(List.of(Grievance.OPEN, Condition.absent(ACKNOWLEDGED)));
      case NOTICE ->
          configured.oralSuffices()
              ? List.of(
                  List.of(unwritten, received(Comparison.EQUAL)),
                  List.of(unwritten, Condition.absent(ORAL_NOTICE), received(Comparison.NOT_EQUAL)))
              : List.of(List.of(unwritten));
    };
  }

  /** No condition of a list, so that no index is made for a member that has two values. */
  private static Condition received(Comparison comparison) {
    return new Condition.AnyOf(
        List.of(
            List.of(
                Condition.of(RECEIVED_MODE, comparison, CaseDetails.ReceivedMode.WRITTEN.name()))));
  }

  /** The members that the deadlines depend on. */
  Stream<Field> fields() {
    return Stream.of(
            conditions(Grievance.RECEIVED).stream(),
            shares().stream().flatMap(share -> share.conditions().stream()),
            pending().stream().flatMap(List::stream))
        .flatMap(conditions -> conditions)
        .flatMap(Condition::fields);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().writeStringProperty("name", name());
    JsonValues.write(json, "kind", kind());
    JsonValues.write(json, "member", configured.member());
    JsonValues.write(json, "code", configured.code());
    JsonValues.write(json, "line_Of_Business", configured.line());
    JsonValues.write(json, "processing", configured.processing());
    JsonValues.write(json, "since", configured.since());
    JsonValues.write(json, "within", limit.within());
    JsonValues.write(json, "businessDays", configured.holidays().isPresent());
    JsonValues.write(json, "oralSuffices", configured.oralSuffices());
    json.writeEndObject();
  }
}
