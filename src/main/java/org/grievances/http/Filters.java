package org.grievances.http;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grievances.item.FieldValue;
import org.grievances.item.InvalidValueException;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.schema.Truncation;

/** The query parameters by which the records of a list are chosen. */
public final class Filters {
  private static final int MAX_QUOTED_NAME = 64;

  private final Table table;
  private final Map<String, Filter> byName = new LinkedHashMap<>();

  /** What one parameter asks for. */
  public record Filter(Field field, Comparison comparison) {}

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
    add(name + "From", member, Comparison.FROM);
    add(name + "To", member, Comparison.BEFORE);
    return this;
  }

  /** Adds a parameter that is true for records without a member, and false for those with it. */
  public Filters absent(String name, String member) {
    add(name, member, Comparison.ABSENT);
    return this;
  }

  private void add(String name, String member, Comparison comparison) {
    byName.put(name, new Filter(table.fields().get(table.position(member)), comparison));
  }

  /** The parameters, by their names. */
  public Map<String, Filter> all() {
    return Collections.unmodifiableMap(byName);
  }

  /**
   * The conditions that a request makes.
   *
   * @param others names of parameters that are for something else
   * @throws ProblemException {@code MALFORMED_REQUEST} if a parameter is not known, is given twice,
   *     or has a value that does not fit
   */
  List<Condition> conditions(MultivaluedMap<String, String> parameters, Set<String> others) {
    List<Condition> conditions = new ArrayList<>();
    parameters.forEach(
        (name, values) -> {
          if (!others.contains(name)) {
            conditions.add(condition(name, values));
          }
        });
    return conditions;
  }

  private Condition condition(String name, List<String> values) {
    Filter filter = byName.get(name);
    if (filter == null) {
      String quoted = Truncation.of(name, MAX_QUOTED_NAME);
      throw PageParameters.malformed("There is no parameter " + quoted + " here.");
    }
    if (values.size() > 1) {
      throw PageParameters.malformed("The parameter " + name + " is given twice.");
    }
    return filter.comparison().needsValue()
        ? new Condition(filter.field(), filter.comparison(), value(name, filter, values.get(0)))
        : new Condition(filter.field(), comparison(name, values.get(0)), null);
  }

  private static Object value(String name, Filter filter, String text) {
    try {
      return FieldValue.parse(filter.field(), text);
    } catch (InvalidValueException invalid) {
      throw PageParameters.malformed("The parameter " + name + ": " + invalid.getMessage() + ".");
    }
  }

  private static Comparison comparison(String name, String text) {
    return switch (text) {
      case "true" -> Comparison.ABSENT;
      case "false" -> Comparison.PRESENT;
      default ->
          throw PageParameters.malformed("The parameter " + name + " must be true or false.");
    };
  }
}
