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
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.records.RecordService;
import org.grievances.records.Retries;
import org.grievances.records.TimeoutAdvice;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Position;
import org.grievances.schema.Sort;

/**
 * The open grievances of a database in the order of their deadlines. No deadline is stored, so that
 * a rule applies as soon as it is configured: each rule's grievances are read in the order of their
 * receipt, which is that of their deadlines, and merged.
 */
@ApplicationScoped
public class DeadlineQueue {
  private static final String NARROWER =
      "Choose fewer grievances, as by receivedFrom or grievance_Category.";

  @Inject private RecordService service;

  Page page(Database database, List<Condition> chosen, Optional<Place> after, int size) {
    List<DeadlineRules.Group> groups = DeadlineRules.of(database).groups();
    List<PageQuery> queries =
        groups.stream().map(group -> query(group, chosen, after, size)).toList();
    List<List<Object[]>> rows =
        TimeoutAdvice.on(
            () -> Retries.read(() -> service.rows(database, Grievance.TABLE, queries)), NARROWER);
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    List<Deadline> merged = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      for (Object[] row : rows.get(group)) {
        Grievance grievance = (Grievance) Grievance.TABLE.newEntity(row);
        merged.add(Deadline.of(groups.get(group), grievance, now));
      }
    }
    merged.sort(Deadline.ORDER);
    return page(merged, queries.get(0));
  }

  private static Page page(List<Deadline> merged, PageQuery query) {
    boolean more = merged.size() > query.size();
    List<Deadline> shown = more ? merged.subList(0, query.size()) : merged;
    return new Page(
        shown,
        shown.stream().<Object>map(deadline -> deadline.grievance().key()).toList(),
        OptionalLong.empty(),
        query,
        more ? Optional.of(shown.get(query.size() - 1).place()) : Optional.empty());
  }

  private static PageQuery query(
      DeadlineRules.Group group, List<Condition> chosen, Optional<Place> after, int size) {
    List<Sort> sorts =
        List.of(new Sort(group.from(), false), new Sort(Grievance.TABLE.keyField(), false));
    Optional<LocalDateTime> first = after.flatMap(place -> first(group.rule(), place));
    List<Condition> conditions =
        Stream.of(
                Stream.of(Grievance.OPEN),
                group.conditions().stream(),
                first.map(from -> Condition.of(group.from(), Comparison.AT_LEAST, from)).stream(),
                chosen.stream())
            .flatMap(each -> each)
            .toList();
    Optional<Position> within = first.isPresent() ? Optional.empty() : after.map(Place::inGroup);
    return new PageQuery(
        Grievance.TABLE.fields(), conditions, sorts, within, 1, size, OptionalLong.empty());
  }

  /**
   * The earliest receipt after a place, by a rule; empty if grievances with the receipt of the
   * place have its deadline by this rule too, so that their keys decide.
   */
  private static Optional<LocalDateTime> first(DeadlineRule rule, Place place) {
    LocalDateTime sameDue = rule.receivedBefore(place.due());
    LocalDateTime laterDue = rule.receivedBefore(place.due().plus(1, ChronoUnit.MICROS));
    if (place.from().isBefore(sameDue)) {
      return Optional.of(sameDue);
    }
    boolean sharesDue = place.from().isBefore(laterDue) || place.due().equals(DeadlineRule.LAST);
    return sharesDue ? Optional.empty() : Optional.of(laterDue);
  }
}
