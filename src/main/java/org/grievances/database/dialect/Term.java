package org.grievances.database.dialect;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Function;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;

/** A condition or a group in SQL, with the values of its parameters in their order. */
record Term(String sql, List<Value> values) {

  /** Of the years that a date-time may have. */
  private static final LocalDateTime LAST_MOMENT =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

  private record Value(Field field, Object value) {}

  /** That all conditions are fulfilled; empty if there are none. */
  static Term all(Dialect dialect, List<Condition> conditions) {
    return join(conditions, " AND ", condition -> of(dialect, condition));
  }

  private static <T> Term join(List<T> parts, String separator, Function<T, Term> term) {
    List<Term> terms = parts.stream().map(term).toList();
    return new Term(
        terms.stream().map(Term::sql).collect(joining(separator)),
        terms.stream().flatMap(each -> each.values().stream()).toList());
  }

  /** The group of a row. */
  static Term of(Dialect dialect, Grouping grouping) {
    if (grouping instanceof Grouping.ByValue byValue) {
      return new Term(byValue.field().column(), List.of());
    }
    List<List<Condition>> cases = ((Grouping.ByCase) grouping).cases();
    List<Term> terms = cases.stream().map(each -> all(dialect, each)).toList();
    StringBuilder sql = new StringBuilder("CASE");
    for (int number = 0; number < terms.size(); number++) {
      sql.append(" WHEN ").append(terms.get(number).sql()).append(" THEN ").append(number);
    }
    sql.append(" ELSE ").append(terms.size()).append(" END");
    return new Term(
        sql.toString(), terms.stream().flatMap(each -> each.values().stream()).toList());
  }

  private static Term of(Dialect dialect, Condition condition) {
    if (condition instanceof Condition.Compared compared) {
      return compared(dialect, compared);
    }
    if (condition instanceof Condition.AnyOf anyOf) {
      Term any = join(anyOf.alternatives(), " OR ", alternative -> all(dialect, alternative));
      return new Term("(" + any.sql() + ")", any.values());
    }
    return withinDays((Condition.WithinDays) condition);
  }

  /** Adds no days to a date so late that the sum would be beyond what a database can store. */
  private static Term withinDays(Condition.WithinDays within) {
    String sql =
        """
        (%1$s > {ts '%2$s'} AND %3$s IS NOT NULL
         OR %3$s < CASE WHEN %1$s > {ts '%2$s'} THEN %3$s
                   ELSE {fn TIMESTAMPADD(SQL_TSI_DAY, %4$d, %1$s)} END)""";
    return new Term(
        sql.formatted(
            within.from().column(),
            Timestamp.valueOf(LAST_MOMENT.minusDays(within.days())),
            within.to().column(),
            within.days()),
        List.of());
  }

  /** On what an index is for; see {@link SortIndex}. */
  private static Term compared(Dialect dialect, Condition.Compared condition) {
    String column = dialect.sortTerm(condition.field());
    String equal = dialect.equal(condition.field(), column);
    String sql =
        switch (condition.comparison()) {
          case EQUAL -> equal;
          case SORTED_ALIKE -> column + " = ?";
          case NOT_EQUAL -> "(NOT (" + equal + ") OR " + condition.field().column() + " IS NULL)";
          case AT_LEAST -> column + " >= ?";
          case GREATER -> column + " > ?";
          case LESS -> column + " < ?";
          case IS_NULL -> condition.field().column() + " IS NULL";
          case IS_NOT_NULL -> condition.field().column() + " IS NOT NULL";
        };
    Value value = new Value(condition.field(), condition.value());
    return new Term(sql, nCopies(parameters(sql), value));
  }

  /** How many parameters a term has. */
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
