package org.grievances.deadline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.grievances.database.Database;
import org.grievances.deadline.DeadlineParameters.Place;
import org.grievances.grievance.DeadlineRule;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.grievance.TimeLimit;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.records.RecordService;
import org.grievances.records.Retries;
import org.grievances.records.TimeoutAdvice;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Position;
import org.grievances.schema.Sort;
import org.grievances.settings.DeadlineKind;

/**
 * The deadlines of a database in their order, overdue ones first. No deadline is stored, so that a
 * rule applies as soon as it is configured: the grievances of each group are read in the order of
 * their receipt, which is that of their deadlines, and merged.
 */
@ApplicationScoped
public class DeadlineQueue {
  private static final String NARROWER =
      "Choose fewer grievances, as by receivedFrom or grievance_Category.";

  @Inject private RecordService service;

  /**
   * Which deadlines are shown.
   *
   * @param kind of all of them; empty if it may be any
   * @param dueBefore the end of all of them; empty if it may be any
   * @param grievances the conditions that their grievances fulfil
   */
  record Choice(
      Optional<DeadlineKind> kind, Optional<LocalDateTime> dueBefore, List<Condition> grievances) {}

  Page page(Database database, Choice choice, Optional<Place> after, int size) {
    List<DeadlineRules.Group> groups =
        DeadlineRules.of(database).groups().stream()
            .filter(group -> choice.kind().map(kind -> kind == kind(group)).orElse(true))
            .filter(group -> after.map(place -> !isPassed(group, place)).orElse(true))
            .toList();
    List<Deadline> merged =
        TimeoutAdvice.on(
            () -> Retries.read(() -> read(database, groups, choice, after, size)), NARROWER);
    merged.sort(Deadline.ORDER);
    return page(merged, pageOf(List.of(), List.of(), Optional.empty(), size));
  }

  private List<Deadline> read(
      Database database,
      List<DeadlineRules.Group> groups,
      Choice choice,
      Optional<Place> after,
      int size) {
    boolean isAnyExtended =
        groups.stream().anyMatch(DeadlineRules.Group::isExtended)
            && isAnyExtended(database, choice.grievances());
    List<DeadlineRules.Group> read =
        groups.stream().filter(group -> isAnyExtended || !group.isExtended()).toList();
    List<PageQuery> queries =
        read.stream().map(group -> query(group, choice, after, size)).toList();
    List<List<Object[]>> rows = service.rows(database, Grievance.TABLE, queries);
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    List<Deadline> deadlines = new ArrayList<>();
    for (int group = 0; group < read.size(); group++) {
      for (Object[] row : rows.get(group)) {
        Grievance grievance = (Grievance) Grievance.TABLE.newEntity(row);
        deadlines.add(Deadline.of(read.get(group), grievance, now));
      }
    }
    return deadlines;
  }

  /** Where nobody has more time, as in most databases, half of the groups need not be read. */
  private boolean isAnyExtended(Database database, List<Condition> grievances) {
    List<Condition> conditions =
        Stream.of(Stream.of(Grievance.OPEN), DeadlineRule.EXTENDED.stream(), grievances.stream())
            .flatMap(each -> each)
            .toList();
    List<Sort> sorts = List.of(new Sort(DeadlineRules.RECEIVED, false));
    PageQuery query =
        new PageQuery(
            List.of(Grievance.TABLE.keyField()),
            conditions,
            sorts,
            Optional.empty(),
            1,
            1,
            OptionalLong.empty());
    return !service.rows(database, Grievance.TABLE, List.of(query)).get(0).isEmpty();
  }

  private static DeadlineKind kind(DeadlineRules.Group group) {
    return group.rule().kind();
  }

  /** Whether all deadlines of a group are before a place: there is none after the last. */
  private static boolean isPassed(DeadlineRules.Group group, Place place) {
    return place.due().equals(TimeLimit.LAST) && kind(group).ordinal() < place.kind();
  }

  private static Page page(List<Deadline> merged, PageQuery query) {
    boolean more = merged.size() > query.size();
    List<Deadline> shown = more ? merged.subList(0, query.size()) : merged;
    return new Page(
        shown,
        shown.stream().<Object>map(deadline -> deadline.grievance().key()).distinct().toList(),
        OptionalLong.empty(),
        query,
        more ? Optional.of(shown.get(query.size() - 1).place()) : Optional.empty());
  }

  private static PageQuery pageOf(
      List<Condition> conditions, List<Sort> sorts, Optional<Position> within, int size) {
    return new PageQuery(
        Grievance.TABLE.fields(), conditions, sorts, within, 1, size, OptionalLong.empty());
  }

  private static PageQuery query(
      DeadlineRules.Group group, Choice choice, Optional<Place> after, int size) {
    List<Sort> sorts =
        List.of(new Sort(group.from(), false), new Sort(Grievance.TABLE.keyField(), false));
    Optional<LocalDateTime> first = after.flatMap(place -> first(group, place));
    List<Condition> conditions =
        Stream.of(
                group.conditions().stream(),
                first.map(from -> Condition.of(group.from(), Comparison.AT_LEAST, from)).stream(),
                choice.dueBefore().map(group::endsBefore).stream(),
                choice.grievances().stream())
            .flatMap(each -> each)
            .toList();
    Optional<Position> within = first.isPresent() ? Optional.empty() : after.map(Place::inGroup);
    return pageOf(conditions, sorts, within, size);
  }

  /**
   * The earliest receipt after a place, in a group; empty if grievances with the receipt of the
   * place have its deadline and its kind in this group too, so that their keys decide.
   */
  private static Optional<LocalDateTime> first(DeadlineRules.Group group, Place place) {
    int kinds = Integer.compare(kind(group).ordinal(), place.kind());
    LocalDateTime sameDue = group.limit().begunBefore(place.due());
    if (kinds > 0 || kinds == 0 && place.from().isBefore(sameDue)) {
      return Optional.of(sameDue);
    }
    LocalDateTime laterDue = group.limit().begunBefore(place.due().plus(1, ChronoUnit.MICROS));
    boolean sharesDue = place.from().isBefore(laterDue) || place.due().equals(TimeLimit.LAST);
    return kinds == 0 && sharesDue ? Optional.empty() : Optional.of(laterDue);
  }
}
