package org.grievances.reports;

import static java.util.stream.Collectors.toCollection;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

/** The codes of reports as they were at one moment. */
record CodeMap(List<ReportCode> rows, Map<String, Scheme> schemes) {

  /**
   * The codes of a scheme.
   *
   * @param values the codes of each value of each member
   * @param keys the codes of single grievances
   */
  record Scheme(Map<Field, Map<Object, Set<String>>> values, Map<Integer, Set<String>> keys) {}

  static CodeMap of(List<ReportCode> rows) {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    for (ReportCode row : rows) {
      Scheme scheme =
          schemes.computeIfAbsent(
              row.scheme(), name -> new Scheme(new LinkedHashMap<>(), new LinkedHashMap<>()));
      codes(scheme, row).add(row.code());
    }
    return new CodeMap(rows, schemes);
  }

  private static Set<String> codes(Scheme scheme, ReportCode row) {
    if (row.grievanceKey() != null) {
      return scheme.keys().computeIfAbsent(row.grievanceKey(), key -> new TreeSet<>());
    }
    return scheme
        .values()
        .computeIfAbsent(Grievance.STORED.field(row.member()), field -> new LinkedHashMap<>())
        .computeIfAbsent(row.value(), value -> new TreeSet<>());
  }

  boolean has(String scheme) {
    return schemes.containsKey(scheme);
  }

  private Scheme scheme(String name) {
    return schemes.getOrDefault(name, new Scheme(Map.of(), Map.of()));
  }

  /** The members whose values have codes in some schemes. */
  List<Field> fields(Set<String> names) {
    return names.stream()
        .flatMap(name -> scheme(name).values().keySet().stream())
        .distinct()
        .toList();
  }

  /** The values of a member that have codes in some schemes. */
  List<Object> values(Field field, Set<String> names) {
    return names.stream()
        .flatMap(name -> scheme(name).values().getOrDefault(field, Map.of()).keySet().stream())
        .distinct()
        .toList();
  }

  /** The grievances that have codes of their own in some schemes. */
  Set<Integer> keys(Set<String> names) {
    return names.stream()
        .flatMap(name -> scheme(name).keys().keySet().stream())
        .collect(Collectors.toSet());
  }

  /**
   * The codes of a grievance in a scheme.
   *
   * @param key of the grievance; null if it has no codes of its own in any scheme
   */
  Set<String> codes(String name, Integer key, Function<Field, Object> values) {
    Scheme scheme = scheme(name);
    Set<String> own = key == null ? null : scheme.keys().get(key);
    return own != null
        ? own
        : scheme.values().entrySet().stream()
            .map(member -> member.getValue().get(values.apply(member.getKey())))
            .filter(Objects::nonNull)
            .flatMap(Set::stream)
            .collect(toCollection(TreeSet::new));
  }

  /** The conditions that grievances fulfil which have a code, or none. */
  List<Condition> conditions(Measure.Coded coded) {
    Scheme scheme = scheme(coded.scheme());
    Field key = Grievance.TABLE.keyField();
    List<Condition> others =
        scheme.keys().isEmpty()
            ? List.of()
            : List.of(new Condition.AmongKeys(key, scheme.keys().keySet(), true));
    return coded.code().isEmpty()
        ? Stream.concat(
                others.stream(),
                scheme.values().entrySet().stream()
                    .map(member -> Condition.noneOf(member.getKey(), member.getValue().keySet())))
            .toList()
        : List.of(with(coded.code().get(), scheme, key, others));
  }

  private static Condition with(String code, Scheme scheme, Field key, List<Condition> others) {
    List<List<Condition>> alternatives = new ArrayList<>();
    Set<Integer> own = having(code, scheme.keys());
    if (!own.isEmpty()) {
      alternatives.add(List.of(new Condition.AmongKeys(key, own, false)));
    }
    scheme
        .values()
        .forEach(
            (field, values) -> {
              Set<Object> some = having(code, values);
              if (!some.isEmpty()) {
                alternatives.add(
                    Stream.concat(others.stream(), Stream.of(Condition.oneOf(field, some)))
                        .toList());
              }
            });
    return alternatives.isEmpty() ? Condition.absent(key) : new Condition.AnyOf(alternatives);
  }

  private static <T> Set<T> having(String code, Map<T, Set<String>> codes) {
    return codes.entrySet().stream()
        .filter(each -> each.getValue().contains(code))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** How many codes some schemes have, and since when, for people. */
  List<String> texts(Set<String> names) {
    return names.stream().map(this::text).toList();
  }

  private String text(String name) {
    Predicate<ReportCode> isOfIt = row -> row.scheme().equals(name);
    Optional<LocalDateTime> changed =
        rows.stream().filter(isOfIt).map(ReportCode::updated).max(LocalDateTime::compareTo);
    return "%s: %d codes%s."
        .formatted(
            name,
            rows.stream().filter(isOfIt).count(),
            changed.map(time -> ", last changed at " + time + "Z").orElse(""));
  }
}
