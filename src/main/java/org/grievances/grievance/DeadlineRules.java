package org.grievances.grievance;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.grievances.database.Database;
import org.grievances.json.Data;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.settings.ConfiguredRule;
import org.grievances.settings.ConfiguredRules;
import org.grievances.settings.DeadlineKind;
import tools.jackson.core.JsonGenerator;

/**
 * The rules by which grievances of a database have deadlines; of each kind the first that fits
 * applies, and a decision always has one. They are the operator's {@link ConfiguredRules}; whether
 * they match the obligations of the plan is up to the plan.
 */
public record DeadlineRules(LocalDays calendar, List<DeadlineRule> rules) implements Data {
  private static final Map<Owner, DeadlineRules> BY_DATABASE = new ConcurrentHashMap<>();

  public static final Field RECEIVED = Grievance.RECEIVED;
  public static final Field ENTERED = Grievance.TABLE.field("entry_Date");
  public static final Field RESOLVED = Grievance.TABLE.field("grievance_Resolved");

  /**
   * Grievances for which the same is still to be done in the same time, counted from the same date,
   * so that the order of these dates is that of their deadlines.
   *
   * @param from the date from which the limit counts: the receipt, or the entry if the receipt is
   *     unknown
   * @param isExtended whether they have more time than the rule says
   */
  public record Group(
      DeadlineRule rule,
      TimeLimit limit,
      Field from,
      List<Condition> conditions,
      boolean isExtended) {

    /** The condition that the deadline ends before a time. */
    public Condition endsBefore(LocalDateTime time) {
      return Condition.of(from, Comparison.LESS, limit.begunToEndBefore(time));
    }

    private Group endingBetween(LocalDateTime begin, LocalDateTime end) {
      Condition notBefore = Condition.of(from, Comparison.AT_LEAST, limit.begunToEndBefore(begin));
      return new Group(
          rule, limit, from, with(conditions, Stream.of(notBefore, endsBefore(end))), isExtended);
    }
  }

  /** A database, whose zone may change while the server runs. */
  private record Owner(String database, ZoneId zone) {}

  public static DeadlineRules of(Database database) {
    return BY_DATABASE.computeIfAbsent(
        new Owner(database.name(), database.zone()),
        owner -> read(owner.database(), new LocalDays(owner.zone())));
  }

  /** A database with rules that cannot be used is not opened, so that nobody asks for them. */
  private static DeadlineRules read(String database, LocalDays calendar) {
    Config config = ConfigProvider.getConfig();
    ConfiguredRules configured =
        ConfiguredRules.of(database, property -> config.getOptionalValue(property, String.class));
    return of(configured.rules(), configured.within().orElseThrow(), calendar);
  }

  /**
   * @param within the time for decisions that no rule is for
   */
  public static DeadlineRules of(
      List<ConfiguredRule> configured, String within, LocalDays calendar) {
    return new DeadlineRules(
        calendar,
        Stream.concat(configured.stream(), Stream.of(ConfiguredRule.standard(within)))
            .map(rule -> DeadlineRule.of(rule, calendar))
            .toList());
  }

  /** The kinds of which there are deadlines. */
  public List<DeadlineKind> kinds() {
    return rules.stream().map(DeadlineRule::kind).distinct().sorted().toList();
  }

  private List<DeadlineRule> rules(DeadlineKind kind) {
    return rules.stream().filter(rule -> rule.kind() == kind).toList();
  }

  /** The members that deadlines depend on. */
  public Stream<Field> fields() {
    return Stream.concat(
        Stream.of(RECEIVED, ENTERED, RESOLVED), rules.stream().flatMap(DeadlineRule::fields));
  }

  /** All grievances for which something is to be done, in disjoint groups. */
  public List<Group> groups() {
    return kinds().stream().flatMap(kind -> groups(kind).stream()).toList();
  }

  /** The same of one kind. */
  public List<Group> groups(DeadlineKind kind) {
    return groups(kind, DeadlineRule::pending);
  }

  /** All grievances, decided or not, in disjoint groups by the time for their decisions. */
  public List<Group> decisions() {
    return groups(DeadlineKind.DECISION, rule -> List.of(List.of()));
  }

  private List<Group> groups(
      DeadlineKind kind, Function<DeadlineRule, List<List<Condition>>> parts) {
    List<Group> groups = new ArrayList<>();
    addGroups(kind, parts, RECEIVED, Condition.present(RECEIVED), groups);
    addGroups(kind, parts, ENTERED, Condition.absent(RECEIVED), groups);
    return groups;
  }

  private void addGroups(
      DeadlineKind kind,
      Function<DeadlineRule, List<List<Condition>>> parts,
      Field from,
      Condition counts,
      List<Group> groups) {
    List<Condition> noEarlierRuleFits = new ArrayList<>();
    for (DeadlineRule rule : rules(kind)) {
      List<Condition> fitting = with(noEarlierRuleFits, rule.conditions(from).stream());
      for (List<Condition> part : parts.apply(rule)) {
        for (DeadlineRule.Share share : rule.shares()) {
          List<Condition> all = with(with(part, fitting.stream()), share.conditions().stream());
          groups.add(
              new Group(
                  rule,
                  share.limit(),
                  from,
                  with(all, Stream.of(counts)),
                  share.limit() != rule.limit()));
        }
      }
      if (rule.configured().fitsAll()) {
        return;
      }
      noEarlierRuleFits.add(rule.isOther(from));
    }
  }

  private static List<Condition> with(List<Condition> conditions, Stream<Condition> more) {
    return Stream.concat(conditions.stream(), more).toList();
  }

  /**
   * By the ranges of the dates from which the limits of decisions count, by the first rule that
   * fits. All rules have as many bounds, in as many branches.
   */
  public Grouping byRange(Function<TimeLimit, List<LocalDateTime>> bounds) {
    return byRange(DeadlineKind.DECISION, bounds);
  }

  private Grouping byRange(DeadlineKind kind, Function<TimeLimit, List<LocalDateTime>> bounds) {
    return new Grouping.ByRange(
        rules(kind).stream()
            .flatMap(rule -> rule.shares().stream().flatMap(share -> branches(rule, share, bounds)))
            .toList());
  }

  /** The share that is not the first has the grievances that are not in the first. */
  private static Stream<Grouping.Branch> branches(
      DeadlineRule rule,
      DeadlineRule.Share share,
      Function<TimeLimit, List<LocalDateTime>> bounds) {
    Stream<Condition> ofShare =
        share.limit() == rule.limit() ? Stream.of() : share.conditions().stream();
    List<Condition> own = ofShare.toList();
    return branches(
        with(own, rule.conditions(RECEIVED).stream()),
        with(own, rule.conditions(ENTERED).stream()),
        bounds.apply(share.limit()));
  }

  /** By the range of the date of receipt, and where there is none by that of the entry. */
  public static Grouping byReceipt(List<LocalDateTime> bounds) {
    return new Grouping.ByRange(branches(List.of(), List.of(), bounds).toList());
  }

  /** A branch without conditions has all that are in no other. */
  private static Stream<Grouping.Branch> branches(
      List<Condition> ofReceived, List<Condition> ofEntered, List<LocalDateTime> bounds) {
    return Stream.of(
        new Grouping.Branch(
            with(ofReceived, Stream.of(Condition.present(RECEIVED))), RECEIVED, bounds),
        new Grouping.Branch(
            ofEntered.isEmpty()
                ? ofEntered
                : with(ofEntered, Stream.of(Condition.absent(RECEIVED))),
            ENTERED,
            bounds));
  }

  /** By whether the deadline ends before a time: then the number is even. */
  public Grouping byEndBefore(DeadlineKind kind, LocalDateTime time) {
    return byRange(kind, limit -> List.of(limit.begunToEndBefore(time)));
  }

  /** The condition that something of a kind is still to be done. */
  public Condition pending(DeadlineKind kind) {
    return kind == DeadlineKind.DECISION
        ? Grievance.OPEN
        : new Condition.AnyOf(groups(kind).stream().map(Group::conditions).toList());
  }

  /** Those whose deadlines end in a time: from its begin on, and before its end. */
  public List<Group> endingBetween(LocalDateTime begin, LocalDateTime end) {
    return groups().stream().map(group -> group.endingBetween(begin, end)).toList();
  }

  /** The condition that a grievance is open and its decision is due before a time. */
  Condition dueBefore(LocalDateTime time) {
    List<List<Condition>> due =
        groups(DeadlineKind.DECISION).stream()
            .map(group -> with(group.conditions(), Stream.of(group.endsBefore(time))))
            .toList();
    return new Condition.AnyOf(List.of(List.of(Grievance.OPEN, new Condition.AnyOf(due))));
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
