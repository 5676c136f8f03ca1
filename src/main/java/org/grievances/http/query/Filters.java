package org.grievances.http.query;

import static java.util.stream.Collectors.toSet;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.grievances.schema.Truncation;
import org.grievances.schema.Words;

/**
 * The query parameters that filter a list of records. All conditions hold. A filter that compares a
 * member to a value takes up to 500 values, of which the record has one, or with {@code .not} none.
 */
public final class Filters {
  private static final int MAX_VALUES = 500;
  private static final String ME = "me";

  /** The length of all words together with what is between them. */
  public static final int MAX_LENGTH_OF_WORDS = 256;

  private final Table table;
  private final Map<String, Filter> byName = new LinkedHashMap<>();

  /** The members with users, of whom the caller is one. */
  private final Set<Field> users = new HashSet<>();

  /** The filter of one parameter. */
  public sealed interface Filter {
    /** The member that the parameter is compared to, or whose type it has. */
    Field field();

    /** How many values the parameter may have. */
    default int maxValues() {
      return 1;
    }
  }

  /** Compares a member to the parameter. */
  public record Compared(Field field, Comparison comparison) implements Filter {

    @Override
    public int maxValues() {
      return comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL ? MAX_VALUES : 1;
    }
  }

  /**
   * Derives a condition from the parameter, which may differ between databases.
   *
   * @param description which records are chosen, for the API description
   */
  public record Derived(
      Field field, String description, BiFunction<Database, Object, Condition> condition)
      implements Filter {}

  /**
   * A parameter that the operation asks for by {@link #value}, as it is no condition of a list.
   *
   * @param description which records are chosen, for the API description
   */
  public record Apart(Field field, String description) implements Filter {}

  /** Finds words in the texts of members. */
  public record HasWords(List<Field> texts) implements Filter {

    @Override
    public Field field() {
      return texts.get(0);
    }
  }

  public Filters(Table table) {
    this.table = table;
  }

  /** Adds two parameters for each member: its name, and {@code .not} after it. */
  public Filters equal(List<String> members) {
    members.forEach(
        member -> {
          add(member, member, Comparison.EQUAL);
          add(member + ".not", member, Comparison.NOT_EQUAL);
        });
    return this;
  }

  /** Adds the same for a member with a user, who is the caller if the value is {@code me}. */
  public Filters user(String member) {
    users.add(field(member));
    return equal(List.of(member));
  }

  /** Adds the parameters {@code …From}, inclusive, and {@code …To}, exclusive. */
  public Filters range(String name, String member) {
    return between(name + "From", name + "To", member);
  }

  /** Adds two parameters for the first value, inclusive, and the end, exclusive. */
  public Filters between(String from, String to, String member) {
    add(from, member, Comparison.AT_LEAST);
    add(to, member, Comparison.LESS);
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

  /**
   * Adds a parameter of which the operation makes something else than a condition.
   *
   * @param member that has values of the same type
   */
  public Filters apart(String name, String member, String description) {
    byName.put(name, new Apart(field(member), description));
    return this;
  }

  /** Adds a parameter with words that the texts of some members have, all of them together. */
  public Filters words(String name, List<String> members) {
    byName.put(name, new HasWords(members.stream().map(this::field).toList()));
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
              if (byName.containsKey(name) && !(byName.get(name) instanceof Apart)) {
                Condition condition = condition(name, values, request, database);
                HiddenMembers.check(table, condition.fields(), "The parameter " + name);
                conditions.add(condition);
              }
            });
    return conditions;
  }

  /**
   * The value of a parameter that is {@link Apart}; empty if the request does not have it.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} if it does not fit
   */
  public Optional<Object> value(String name, RequestParameters request, Database database) {
    return Optional.ofNullable(request.queryParameters().get(name))
        .map(texts -> value(name, byName.get(name), texts.get(0), database.zone()));
  }

  private Condition condition(
      String name, List<String> texts, RequestParameters request, Database database) {
    Filter filter = byName.get(name);
    if (users.contains(filter.field())) {
      return condition(
          name, filter, texts.stream().map(text -> user(text, filter, request)).toList(), database);
    }
    return condition(name, filter, texts, database);
  }

  private static String user(String text, Filter filter, RequestParameters request) {
    return text.equals(ME)
        ? Truncation.of(request.author().user(), filter.field().maxLength())
        : text;
  }

  private static Condition condition(
      String name, Filter filter, List<String> texts, Database database) {
    if (filter instanceof Compared compared) {
      return compared.comparison().needsValue()
          ? condition(compared, values(name, filter, texts, database.zone()))
          : Condition.of(compared.field(), comparison(name, texts.get(0)), null);
    }
    if (filter instanceof HasWords hasWords) {
      return words(name, hasWords, texts.get(0));
    }
    Object value = value(name, filter, texts.get(0), database.zone());
    return ((Derived) filter).condition().apply(database, value);
  }

  private static Condition words(String name, HasWords filter, String text) {
    List<String> words = Words.of(text);
    if (words.isEmpty() || text.length() > MAX_LENGTH_OF_WORDS) {
      throw RequestParameters.malformed(
          "The parameter "
              + name
              + (" must have a word, and at most " + MAX_LENGTH_OF_WORDS + " characters."));
    }
    return new Condition.HasWords(filter.texts(), words);
  }

  private static Condition condition(Compared filter, Set<Object> values) {
    return switch (filter.comparison()) {
      case EQUAL -> Condition.oneOf(filter.field(), values);
      case NOT_EQUAL -> Condition.noneOf(filter.field(), values);
      default -> Condition.of(filter.field(), filter.comparison(), values.iterator().next());
    };
  }

  private static Set<Object> values(String name, Filter filter, List<String> texts, ZoneId zone) {
    return texts.stream().map(text -> value(name, filter, text, zone)).collect(toSet());
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
