package org.grievances.cases.event;

import static java.util.stream.Collectors.toSet;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.grievances.cases.event.GrievanceEvent.Kind;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Summary;
import org.grievances.schema.Table;

/** When those concerned were first told something: the earliest event of a kind that counts. */
final class NoticeSummary implements Summary {

  @Override
  public Set<String> members() {
    return Stream.of(Kind.values()).map(Kind::member).flatMap(Optional::stream).collect(toSet());
  }

  @Override
  public List<Field> fields(Table table) {
    return List.of(table.field("kind"), table.field("at"));
  }

  @Override
  public List<Condition> conditions(Table table) {
    Set<Object> kinds =
        Stream.of(Kind.values())
            .filter(kind -> kind.member().isPresent())
            .map(Kind::name)
            .collect(toSet());
    return List.of(
        Condition.oneOf(table.field("kind"), kinds), Condition.absent(table.field("struck_Out")));
  }

  @Override
  public Map<String, Object> of(List<Object[]> rows) {
    Map<String, Object> earliest = new HashMap<>();
    for (Object[] row : rows) {
      String member = Kind.valueOf((String) row[0]).member().orElseThrow();
      earliest.merge(member, row[1], NoticeSummary::earlier);
    }
    return earliest;
  }

  private static Object earlier(Object one, Object other) {
    return ((LocalDateTime) one).isAfter((LocalDateTime) other) ? other : one;
  }
}
