package org.grievances.database.dialect;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;

/** A condition or a group in SQL, with the values of its parameters in their order. */
record SqlFragment(String sql, List<Value> values) {

  /** Of the years that a date-time may have. */
  private static final LocalDateTime LAST_MOMENT =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

  private static final LocalDateTime FIRST_MOMENT = LocalDateTime.of(1, 1, 1, 0, 0);

  /** The kind of value that keys are together. */
  private static final Field KEYS =
      new Field(
          "keys",
          "keys",
          Field.Kind.INTEGERS,
          0,
          0,
          false,
          false,
          List.of(),
          null,
          Optional.empty(),
          false);

  private record Value(Field field, Object value) {}

  /** The conjunction of all conditions that the product checks; empty if there are none. */
  static SqlFragment all(Dialect dialect, List<Condition> conditions) {
    return join(
        conditions.stream().filter(dialect::checks).toList(),
        " AND ",
        condition -> of(dialect, condition));
  }

  private static <T> SqlFragment join(
      List<T> parts, String separator, Function<T, SqlFragment> fragment) {
    List<SqlFragment> fragments = parts.stream().map(fragment).toList();
    return new SqlFragment(
        fragments.stream().map(SqlFragment::sql).collect(joining(separator)),
        fragments.stream().flatMap(each -> each.values().stream()).toList());
  }

  /**
   * The group of a row. Of a single case it is a boolean, of which the planner knows that there are
   * two; else it would expect so many groups that it sorts all rows.
   */
  static SqlFragment of(Dialect dialect, Grouping grouping) {
    if (grouping instanceof Grouping.ByValue byValue) {
      return new SqlFragment(byValue.field().column(), List.of());
    }
    if (grouping instanceof Grouping.ByRange byRange) {
      return byRange(dialect, byRange.branches(), 0);
    }
    List<List<Condition>> cases = ((Grouping.ByCase) grouping).cases();
    if (cases.size() == 1) {
      return choice(
          all(dialect, cases.get(0)),
          new SqlFragment("TRUE", List.of()),
          new SqlFragment("FALSE", List.of()));
    }
    SqlFragment group = number(cases.size());
    for (int number = cases.size() - 1; number >= 0; number--) {
      group = choice(all(dialect, cases.get(number)), number(number), group);
    }
    return group;
  }

  /**
   * @param first the number of the first group of the first branch
   */
  private static SqlFragment byRange(Dialect dialect, List<Grouping.Branch> branches, int first) {
    if (branches.isEmpty()) {
      return number(first);
    }
    Grouping.Branch branch = branches.get(0);
    int end = branch.bounds().size();
    SqlFragment range = range(dialect, branch, 0, end, first);
    return branch.conditions().isEmpty()
        ? range
        : choice(
            all(dialect, branch.conditions()),
            range,
            byRange(dialect, branches.subList(1, branches.size()), first + end + 1));
  }

  /** Halves the bounds, so that a row is compared to few of them. */
  private static SqlFragment range(
      Dialect dialect, Grouping.Branch branch, int begin, int end, int first) {
    if (begin == end) {
      return number(first + begin);
    }
    int middle = (begin + end) / 2;
    Condition below = Condition.of(branch.field(), Comparison.LESS, branch.bounds().get(middle));
    return choice(
        of(dialect, below),
        range(dialect, branch, begin, middle, first),
        range(dialect, branch, middle + 1, end, first));
  }

  private static SqlFragment number(int number) {
    return new SqlFragment(Integer.toString(number), List.of());
  }

  private static SqlFragment choice(
      SqlFragment condition, SqlFragment then, SqlFragment otherwise) {
    return new SqlFragment(
        "CASE WHEN "
            + condition.sql()
            + " THEN "
            + then.sql()
            + " ELSE "
            + otherwise.sql()
            + " END",
        Stream.of(condition, then, otherwise).flatMap(part -> part.values().stream()).toList());
  }

  private static SqlFragment of(Dialect dialect, Condition condition) {
    if (condition instanceof Condition.Compared compared) {
      return compared(dialect, compared);
    }
    if (condition instanceof Condition.OneOf oneOf) {
      return oneOf(dialect, oneOf);
    }
    if (condition instanceof Condition.HasWords hasWords) {
      return hasWords(dialect, hasWords);
    }
    if (condition instanceof Condition.NamesKey namesKey) {
      return namesKey(dialect, namesKey);
    }
    if (condition instanceof Condition.AnyOf anyOf) {
      SqlFragment any =
          join(anyOf.alternatives(), " OR ", alternative -> all(dialect, alternative));
      return new SqlFragment("(" + any.sql() + ")", any.values());
    }
    if (condition instanceof Condition.AmongKeys among) {
      return amongKeys(among);
    }
    if (condition instanceof Condition.AtLeastByRange byRange) {
      return atLeastByRange(byRange);
    }
    return within((Condition.Within) condition);
  }

  /**
   * The last value is repeated up to a power of two, so that the database knows most statements
   * already.
   */
  private static SqlFragment oneOf(Dialect dialect, Condition.OneOf condition) {
    Field field = condition.field();
    List<Object> all = new ArrayList<>(condition.values());
    Object last = all.get(all.size() - 1);
    while (Integer.bitCount(all.size()) > 1) {
      all.add(last);
    }
    String in =
        dialect.sortExpression(field)
            + (" IN (" + String.join(", ", nCopies(all.size(), "?")) + ")");
    return new SqlFragment(
        condition.excluded() ? noneOf(in, field) : in,
        all.stream().map(value -> new Value(field, value)).toList());
  }

  private static SqlFragment hasWords(Dialect dialect, Condition.HasWords condition) {
    return new SqlFragment(
        dialect.words(condition.texts()) + " @@ plainto_tsquery('simple', ?)",
        List.of(new Value(condition.texts().get(0), String.join(" ", condition.words()))));
  }

  private static SqlFragment namesKey(Dialect dialect, Condition.NamesKey condition) {
    String first = condition.first().column();
    String last = condition.last().column();
    String sql =
        "(%1$s OR %2$s IS NULL AND (%3$s IS NULL OR %3$s <= ?) AND (%4$s IS NULL OR %4$s >= ?))"
            .formatted(dialect.contains(condition.keys()), condition.keys().column(), first, last);
    return new SqlFragment(sql, nCopies(3, new Value(condition.first(), condition.key())));
  }

  private static String noneOf(String condition, Field field) {
    return "(NOT (" + condition + ") OR " + field.column() + " IS NULL)";
  }

  /** In one parameter, however many there are. */
  private static SqlFragment amongKeys(Condition.AmongKeys condition) {
    String sql =
        "%s %s (SELECT CAST(each_key AS integer) FROM unnest(string_to_array(?, ',')) each_key)"
            .formatted(condition.field().column(), condition.excluded() ? "NOT IN" : "IN");
    return new SqlFragment(sql, List.of(new Value(KEYS, List.copyOf(condition.keys()))));
  }

  /** Halves the ranges, so that a row is compared to few of them. */
  private static SqlFragment atLeastByRange(Condition.AtLeastByRange condition) {
    List<LocalDateTime> bounds = condition.bounds();
    String ranged = condition.ranged().column();
    String sql =
        ("(" + ranged + " >= " + literal(bounds.get(0)))
            + (" AND " + ranged + " < " + literal(bounds.get(bounds.size() - 1)))
            + (" AND " + condition.field().column() + " >= ")
            + (least(condition, 0, condition.least().size()) + ")");
    return new SqlFragment(sql, List.of());
  }

  private static String least(Condition.AtLeastByRange condition, int begin, int end) {
    if (end - begin == 1) {
      return literal(condition.least().get(begin));
    }
    int middle = (begin + end) / 2;
    return ("CASE WHEN " + condition.ranged().column() + " < ")
        + literal(condition.bounds().get(middle))
        + (" THEN " + least(condition, begin, middle))
        + (" ELSE " + least(condition, middle, end) + " END");
  }

  private static String literal(LocalDateTime time) {
    return "{ts '" + Timestamp.valueOf(time) + "'}";
  }

  /** Adds no time to a date so late, or so early, that the sum is none that a database stores. */
  private static SqlFragment within(Condition.Within within) {
    String sql =
        within.time().isNegative()
            ? """
              (%1$s >= %2$s AND %3$s %5$s CASE WHEN %1$s < %2$s THEN %1$s
                ELSE {fn TIMESTAMPADD(SQL_TSI_SECOND, %4$d, %1$s)} END)"""
            : """
              (%1$s > %2$s AND %3$s IS NOT NULL
               OR %3$s %5$s CASE WHEN %1$s > %2$s THEN %3$s
                         ELSE {fn TIMESTAMPADD(SQL_TSI_SECOND, %4$d, %1$s)} END)""";
    LocalDateTime limit =
        (within.time().isNegative() ? FIRST_MOMENT : LAST_MOMENT).minus(within.time());
    return new SqlFragment(
        sql.formatted(
            within.from().column(),
            literal(limit),
            within.to().column(),
            within.time().toSeconds(),
            within.inclusive() ? "<=" : "<"),
        List.of());
  }

  /**
   * Compares the expression that an index is on; see {@link SortIndex}. One of the names that a
   * field can have is a literal: the product knows how many rows have it, and an index of these.
   */
  private static SqlFragment compared(Dialect dialect, Condition.Compared condition) {
    String column = dialect.sortExpression(condition.field());
    String equal = dialect.equal(condition.field(), column);
    String sql =
        switch (condition.comparison()) {
          case EQUAL -> equal;
          case SORTED_ALIKE -> column + " = ?";
          case NOT_EQUAL -> noneOf(equal, condition.field());
          case AT_LEAST -> column + " >= ?";
          case GREATER -> column + " > ?";
          case LESS -> column + " < ?";
          case IS_NULL -> condition.field().column() + " IS NULL";
          case IS_NOT_NULL -> condition.field().column() + " IS NOT NULL";
        };
    if (condition.value() != null && condition.field().names().contains(condition.value())) {
      return new SqlFragment(sql.replace("?", "'" + condition.value() + "'"), List.of());
    }
    Value value = new Value(condition.field(), condition.value());
    return new SqlFragment(sql, nCopies(parameters(sql), value));
  }

  /** Counts the parameters of a fragment. */
  static int parameters(String sql) {
    return (int) sql.chars().filter(c -> c == '?').count();
  }

  String where() {
    return sql.isEmpty() ? "" : " WHERE " + sql;
  }

  /** Sets its parameters, from the given one on, and returns the one after them. */
  int bind(Dialect dialect, PreparedStatement statement, int parameter) throws SQLException {
    int next = parameter;
    for (Value value : values) {
      dialect.bind(statement, next++, value.field(), value.value());
    }
    return next;
  }
}
