package org.grievances.http.query;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.grievances.database.Database;
import org.grievances.http.problem.ProblemException;
import org.grievances.http.request.RequestParameters;
import org.grievances.item.FieldValue;
import org.grievances.item.InvalidValueException;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The query parameters that filter a list of records. */
public final class Filters {
  private final Table table;
  private final Map<String, Filter> byName = new LinkedHashMap<>();

  /** The filter of one parameter. */
  public sealed interface Filter {
    /** The member that the parameter is compared to, or whose type it has. */
    Field field();
  }

  /** Compares a member to the parameter. */
  public record Compared(Field field, Comparison comparison) implements Filter {}

  /**
   * Derives a condition from the parameter, which may differ between databases.
   *
   * @param description which records are chosen, for the API description
   */
  public record Derived(
      Field field, String description, BiFunction<Database, Object, Condition> condition)
      implements Filter {}

  public Filters(Table table) {
    this.table = table;
  }

  /** Adds a parameter for each member, by its name. */
  public Filters equal(List<String> members) {
    members.forEach(member -> add(member, member, Comparison.EQUAL));
    return this;
  }

  /** Adds the parameters {@code …From}, inclusive, and {@code …To}, exclusive. */
  public Filters range(String name, String member) {
    add(name + "From", member, Comparison.AT_LEAST);
    add(name + "To", member, Comparison.LESS);
    return this;
  }

  /** Adds a parameter that is true for records without a member, and false for those with it. */
  public Filters absent(String name, String member) {
    add(name, member, Comparison.IS_NULL);
    return this;
  }

  /**
   * Adds a parameter from which a condition is derived.
   *
   * @param member that has values of the same type
   * @param derives the condition from the database and the value of the parameter
   */
  public Filters derived(
      String name,
      String member,
      String description,
      BiFunction<Database, Object, Condition> condition) {
    byName.put(name, new Derived(field(member), description, condition));
    return this;
  }

  private void add(String name, String member, Comparison comparison) {
    byName.put(name, new Compared(field(member), comparison));
  }

  private Field field(String member) {
    return table.fields().get(table.position(member));
  }

  /** The parameters, by their names. */
  public Map<String, Filter> all() {
    return Collections.unmodifiableMap(byName);
  }

  /**
   * The conditions of a request.
   *
   * @param request whose query {@link QueryFilter} has checked for unknown parameters
   * @param database that the records are in
   * @throws ProblemException {@code MALFORMED_REQUEST} if a value does not fit
   */
  public List<Condition> conditions(RequestParameters request, Database database) {
    List<Condition> conditions = new ArrayList<>();
    request
        .queryParameters()
        .forEach(
            (name, values) -> {
              if (byName.containsKey(name)) {
                conditions.add(condition(name, values.get(0), database));
              }
            });
    return conditions;
  }

  private Condition condition(String name, String value, Database database) {
    Filter filter = byName.get(name);
    return filter instanceof Compared compared
        ? condition(name, compared, value, database.zone())
        : ((Derived) filter)
            .condition()
            .apply(database, value(name, filter, value, database.zone()));
  }

  private static Condition condition(String name, Compared filter, String text, ZoneId zone) {
    return filter.comparison().needsValue()
        ? Condition.of(filter.field(), filter.comparison(), value(name, filter, text, zone))
        : Condition.of(filter.field(), comparison(name, text), null);
  }

  private static Object value(String name, Filter filter, String text, ZoneId zone) {
    try {
      return FieldValue.parse(filter.field(), text, zone);
    } catch (InvalidValueException e) {
      throw RequestParameters.malformed("The parameter " + name + ": " + e.getMessage() + ".");
    }
  }

  private static Comparison comparison(String name, String text) {
    return switch (text) {
      case "true" -> Comparison.IS_NULL;
      case "false" -> Comparison.IS_NOT_NULL;
      default ->
          throw RequestParameters.malformed("The parameter " + name + " must be true or false.");
    };
  }
}
