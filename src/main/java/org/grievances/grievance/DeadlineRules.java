package org.grievances.grievance;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.grievances.database.Database;
import org.grievances.json.Data;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import tools.jackson.core.JsonGenerator;

/**
 * The rules by which open grievances of a database have deadlines; the first that matches applies.
 * They are the operator's configuration, {@code grievances.deadlines.…}, and for one database
 * {@code grievances.databases.NAME.deadlines.…}: {@code rules} lists names; for each, {@code
 * NAME.member}, {@code NAME.code} and {@code NAME.within}; and {@code within} for all others. The
 * service applies the configured rules; whether they match the obligations of the plan is up to the
 * plan.
 */
public record DeadlineRules(LocalDays calendar, List<DeadlineRule> rules) implements Data {
  private static final Logger LOGGER = Logger.getLogger(DeadlineRules.class.getName());
  private static final String STANDARD = "standard";
  private static final Map<Owner, DeadlineRules> BY_DATABASE = new ConcurrentHashMap<>();

  public static final Field RECEIVED = Grievance.TABLE.field("grievance_Received");
  public static final Field ENTERED = Grievance.TABLE.field("entry_Date");
  public static final Field RESOLVED = Grievance.TABLE.field("grievance_Resolved");

  /**
   * Open grievances that have the same rule and count from the same date, so that the order of
   * these dates is that of their deadlines.
   *
   * @param from the date from which the limit counts: the receipt, or the entry if the receipt is
   *     unknown
   */
  public record Group(DeadlineRule rule, Field from, List<Condition> conditions) {}

  /** A database, whose zone may change while the server runs. */
  private record Owner(String database, ZoneId zone) {}

  public static DeadlineRules of(Database database) {
    return BY_DATABASE.computeIfAbsent(
        new Owner(database.name(), database.zone()),
        owner -> read(owner.database(), new LocalDays(owner.zone())));
  }

  /**
   * A rule that cannot be read is reported and ignored, so that the next one that matches applies.
   */
  private static DeadlineRules read(String database, LocalDays calendar) {
    List<DeadlineRule> rules = new ArrayList<>();
    for (String name :
        value(database, "rules").map(list -> list.split(",")).orElse(new String[0])) {
      if (!name.isBlank()) {
        read(database, name.strip(), calendar).ifPresent(rules::add);
      }
    }
    rules.add(
        rule(database, STANDARD, "within", Optional.empty(), calendar)
            .orElseGet(
                () ->
                    new DeadlineRule(
                        STANDARD, Optional.empty(), DeadlineRule.within("P30D"), calendar)));
    return new DeadlineRules(calendar, List.copyOf(rules));
  }

  private static Optional<DeadlineRule> read(String database, String name, LocalDays calendar) {
    Optional<Field> member =
        value(database, name + ".member")
            .map(Grievance.TABLE::position)
            .filter(position -> position >= 0)
            .map(position -> Grievance.TABLE.fields().get(position))
            .filter(field -> field.kind() == Field.Kind.TEXT);
    Optional<String> code = value(database, name + ".code");
    if (member.isEmpty() || code.isEmpty()) {
      report(database, name, "needs a member of a grievance that is a text, and a code");
      return Optional.empty();
    }
    DeadlineRule.Code matching = new DeadlineRule.Code(member.get(), code.get());
    return rule(database, name, name + ".within", Optional.of(matching), calendar);
  }

  private static Optional<DeadlineRule> rule(
      String database,
      String name,
      String property,
      Optional<DeadlineRule.Code> code,
      LocalDays calendar) {
    try {
      return value(database, property)
          .map(text -> new DeadlineRule(name, code, DeadlineRule.within(text), calendar));
    } catch (IllegalArgumentException | DateTimeException e) {
      report(database, property, "is not days as in P30D, or hours as in PT24H");
      return Optional.empty();
    }
  }

  /** The value configured for a database, or else for all. */
  private static Optional<String> value(String database, String property) {
    return Stream.of("grievances.databases." + database + ".deadlines.", "grievances.deadlines.")
        .flatMap(
            prefix ->
                ConfigProvider.getConfig()
                    .getOptionalValue(prefix + property, String.class)
                    .stream())
        .findFirst()
        .map(String::strip);
  }

  private static void report(String database, String property, String error) {
    LOGGER.log(
        Level.SEVERE,
        "The deadlines of database {0} are not as configured: {1} {2}.",
        new Object[] {database, property, error});
  }

  /** The members that deadlines depend on. */
  public Stream<Field> fields() {
    return Stream.concat(
        Stream.of(RECEIVED, ENTERED, RESOLVED),
        groups().stream().flatMap(group -> group.conditions().stream()).flatMap(Condition::fields));
  }

  /** All open grievances, in disjoint groups. */
  public List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    List<Condition> noEarlierRuleMatches = new ArrayList<>();
    for (DeadlineRule rule : rules) {
      List<Condition> matching = new ArrayList<>(noEarlierRuleMatches);
      rule.code().ifPresent(code -> matching.add(code.matches()));
      groups.add(new Group(rule, RECEIVED, with(matching, Condition.present(RECEIVED))));
      groups.add(new Group(rule, ENTERED, with(matching, Condition.absent(RECEIVED))));
      rule.code().ifPresent(code -> noEarlierRuleMatches.add(code.doesNotMatch()));
    }
    return groups;
  }

  private static List<Condition> with(List<Condition> conditions, Condition more) {
    return Stream.concat(conditions.stream(), Stream.of(more)).toList();
  }

  /**
   * By the ranges of the dates from which the limits count, by the first rule that matches. All
   * rules have as many bounds, and each has two branches, the second for grievances without a date
   * of receipt.
   */
  public Grouping byRange(Function<DeadlineRule, List<LocalDateTime>> bounds) {
    return new Grouping.ByRange(
        rules.stream()
            .flatMap(
                rule ->
                    branches(
                        rule.code().map(DeadlineRule.Code::matches).stream().toList(),
                        bounds.apply(rule)))
            .toList());
  }

  /** By the range of the date of receipt, and where there is none by that of the entry. */
  public static Grouping byReceipt(List<LocalDateTime> bounds) {
    return new Grouping.ByRange(branches(List.of(), bounds).toList());
  }

  private static Stream<Grouping.Branch> branches(
      List<Condition> conditions, List<LocalDateTime> bounds) {
    return Stream.of(
        new Grouping.Branch(with(conditions, Condition.present(RECEIVED)), RECEIVED, bounds),
        new Grouping.Branch(conditions, ENTERED, bounds));
  }

  /** By whether the deadline ends before a time: then the number is even. */
  public Grouping byEndBefore(LocalDateTime time) {
    return byRange(rule -> List.of(rule.receivedToEndBefore(time)));
  }

  /** The condition that the deadline of a grievance, open or not, ends before a time. */
  private Condition endsBefore(LocalDateTime time) {
    return new Condition.AnyOf(
        groups().stream()
            .map(group -> with(group.conditions(), receivedToEndBefore(group, time)))
            .toList());
  }

  private static Condition receivedToEndBefore(Group group, LocalDateTime time) {
    return Condition.of(group.from(), Comparison.LESS, group.rule().receivedToEndBefore(time));
  }

  /** The open grievances whose deadlines end in a time: from its begin on, and before its end. */
  public List<Group> endingBetween(LocalDateTime begin, LocalDateTime end) {
    return groups().stream()
        .map(
            group ->
                new Group(
                    group.rule(),
                    group.from(),
                    Stream.of(
                            group.conditions().stream(),
                            Stream.of(
                                Grievance.OPEN,
                                receivedToEndFrom(group, begin),
                                receivedToEndBefore(group, end)))
                        .flatMap(each -> each)
                        .toList()))
        .toList();
  }

  private static Condition receivedToEndFrom(Group group, LocalDateTime time) {
    return Condition.of(group.from(), Comparison.AT_LEAST, group.rule().receivedToEndBefore(time));
  }

  /** The condition that a grievance is open and its deadline ends before a time. */
  Condition dueBefore(LocalDateTime time) {
    return new Condition.AnyOf(List.of(List.of(Grievance.OPEN, endsBefore(time))));
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .writeStringProperty("zone", calendar.zone().getId())
        .writeArrayPropertyStart("rules");
    rules.forEach(rule -> rule.write(json));
    json.writeEndArray().writeEndObject();
  }
}
