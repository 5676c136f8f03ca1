package org.grievances.settings;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules of deadlines of one database, or of all that have none of their own: {@code rules}
 * lists their names, and {@code NAME.…} says what each is. A database has what is configured for
 * all, but for what is configured for it.
 */
public final class ConfiguredRules {
  private static final String ALL = "grievances.deadlines.";
  private static final String RULES = "rules";
  private static final String WITHIN = "within";
  private static final String BUSINESS = "BUSINESS";

  /** The lines of business that a case can have. */
  public static final List<String> LINES =
      List.of(
          "MEDICARE_C",
          "MEDICARE_D",
          "INTEGRATED",
          "MEDICAID",
          "COMMERCIAL",
          "SELF_FUNDED",
          "OTHER");

  /** The members of a grievance that are texts. */
  public static final List<String> MEMBERS =
      List.of(
          "admin_Change",
          "admin_Change_Type",
          "entry_User",
          "grievance_Category",
          "grievance_Source",
          "grievance_Status",
          "grievance_Type",
          "issue",
          "issue_Type",
          "member_Seq",
          "patient_Account_Number",
          "provider_ID",
          "resolution",
          "resolution_Type",
          "subscriber_ID",
          "update_User");

  private static final List<String> CONDITIONS =
      List.of("member", "code", "line", "processing", "since");

  /** The parts of a rule, and the values that each can have. */
  static final Map<String, ValueType> PARTS = parts();

  private final List<String> prefixes;
  private final Setting.Scope scope;
  private final Function<String, Optional<String>> configuration;
  private final List<ConfiguredRule> rules = new ArrayList<>();
  private final List<Finding> wrongValues = new ArrayList<>();
  private final List<Finding> contradictions = new ArrayList<>();

  private ConfiguredRules(
      List<String> prefixes,
      Setting.Scope scope,
      Function<String, Optional<String>> configuration) {
    this.prefixes = prefixes;
    this.scope = scope;
    this.configuration = configuration;
    names().forEach(name -> read(name).ifPresent(rules::add));
  }

  private static Map<String, ValueType> parts() {
    Map<String, ValueType> parts = new LinkedHashMap<>();
    parts.put("kind", ValueType.oneOf(Stream.of(DeadlineKind.values()).map(Enum::name).toList()));
    parts.put("member", ValueType.oneOf(MEMBERS));
    parts.put("code", ValueType.TEXT);
    parts.put("line", ValueType.oneOf(LINES));
    parts.put("processing", ValueType.oneOf(List.of("STANDARD", "EXPEDITED")));
    parts.put("since", ValueType.DATE);
    parts.put(WITHIN, ValueType.DEADLINE);
    parts.put("days", ValueType.oneOf(List.of("CALENDAR", BUSINESS)));
    parts.put("holidays", ValueType.PATH);
    parts.put("oral-suffices", ValueType.BOOLEAN);
    return Collections.unmodifiableMap(parts);
  }

  /** Those of all databases that have none of their own. */
  static ConfiguredRules ofServer(Function<String, Optional<String>> configuration) {
    return new ConfiguredRules(List.of(ALL), Setting.Scope.SERVER, configuration);
  }

  /**
   * @param configuration the configured or default value of a property
   */
  public static ConfiguredRules of(
      String database, Function<String, Optional<String>> configuration) {
    return new ConfiguredRules(
        List.of("grievances.databases." + database + ".deadlines.", ALL),
        Setting.Scope.DATABASE,
        configuration);
  }

  /** The rules that can be used, in the order in which they are tried. */
  public List<ConfiguredRule> rules() {
    return List.copyOf(rules);
  }

  /** The time for decisions that no rule is for; empty if it is not configured. */
  public Optional<String> within() {
    return value(WITHIN);
  }

  /** The parts of rules whose values cannot be used. */
  List<Finding> wrongValues() {
    return wrongValues;
  }

  /** The parts of rules that are missing, or do not fit together. */
  List<Finding> contradictions() {
    return contradictions;
  }

  private List<String> names() {
    return value(RULES).stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private Optional<ConfiguredRule> read(String name) {
    Map<String, String> parts = new TreeMap<>();
    int errors = errors();
    PARTS.forEach(
        (part, values) ->
            value(name + "." + part)
                .ifPresent(
                    text -> {
                      parts.put(part, text);
                      if (!values.allows(text)) {
                        wrongValues.add(finding(name, part, values.error(text)));
                      }
                    }));
    if (errors() == errors) {
      checkConditions(name, parts);
      checkTime(name, parts);
    }
    Optional<Set<LocalDate>> holidays = holidays(name, parts);
    return errors() == errors ? Optional.of(rule(name, parts, holidays)) : Optional.empty();
  }

  private int errors() {
    return wrongValues.size() + contradictions.size();
  }

  private void checkConditions(String name, Map<String, String> parts) {
    if (parts.containsKey("code") && !parts.containsKey("member")) {
      refuse(name, "member", "is not set; name the member that has the code");
    }
    if (parts.containsKey("member") && !parts.containsKey("code")) {
      refuse(name, "code", "is not set; set the code that the member has");
    }
    if (kind(parts) == DeadlineKind.DECISION && CONDITIONS.stream().noneMatch(parts::containsKey)) {
      refuse(
          name,
          "member",
          "is not set, nor is anything else that says which decisions the rule is for; set it with"
              + " a code, or line, processing or since");
    }
    if (parts.containsKey("oral-suffices") && kind(parts) != DeadlineKind.NOTICE) {
      refuse(name, "oral-suffices", "is only for notices; set kind to NOTICE, or take it out");
    }
  }

  private void checkTime(String name, Map<String, String> parts) {
    boolean isBusiness = isBusiness(parts);
    if (!parts.containsKey(WITHIN)) {
      refuse(name, WITHIN, "is not set; set days as in P30D, or hours as in PT24H");
    } else if (isBusiness && parts.get(WITHIN).startsWith("PT")) {
      refuse(
          name,
          WITHIN,
          "is " + parts.get(WITHIN) + ", and business days are no hours; set days as in P5D");
    }
    if (isBusiness && !parts.containsKey("holidays")) {
      refuse(name, "holidays", "is not set; name the file with the holidays of the business days");
    }
    if (!isBusiness && parts.containsKey("holidays")) {
      refuse(name, "holidays", "is only for business days; set days to BUSINESS, or take it out");
    }
  }

  private Optional<Set<LocalDate>> holidays(String name, Map<String, String> parts) {
    if (!isBusiness(parts) || !parts.containsKey("holidays")) {
      return Optional.empty();
    }
    try {
      return Optional.of(HolidayFile.read(parts.get("holidays")));
    } catch (IllegalArgumentException e) {
      refuse(name, "holidays", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isBusiness(Map<String, String> parts) {
    return BUSINESS.equals(parts.get("days"));
  }

  private static DeadlineKind kind(Map<String, String> parts) {
    return DeadlineKind.valueOf(parts.getOrDefault("kind", DeadlineKind.DECISION.name()));
  }

  private static ConfiguredRule rule(
      String name, Map<String, String> parts, Optional<Set<LocalDate>> holidays) {
    return new ConfiguredRule(
        name,
        kind(parts),
        Optional.ofNullable(parts.get("member")),
        Optional.ofNullable(parts.get("code")),
        Optional.ofNullable(parts.get("line")),
        Optional.ofNullable(parts.get("processing")),
        Optional.ofNullable(parts.get("since")).map(LocalDate::parse),
        parts.get(WITHIN),
        holidays,
        Optional.ofNullable(parts.get("oral-suffices")).filter(TypedSettings::isTrue).isPresent());
  }

  /** The value configured for the database, or else for all. */
  private Optional<String> value(String property) {
    return prefixes.stream().flatMap(prefix -> configured(prefix + property).stream()).findFirst();
  }

  private Optional<String> configured(String property) {
    return configuration.apply(property).map(String::strip).filter(text -> !text.isEmpty());
  }

  private void refuse(String name, String part, String error) {
    contradictions.add(finding(name, part, error));
  }

  /** Names the setting as it is configured, and a missing one as that of the list of rules. */
  private Finding finding(String name, String part, String error) {
    String property = name + "." + part;
    String prefix =
        prefixes.stream()
            .filter(each -> configured(each + property).isPresent())
            .findFirst()
            .or(() -> prefixes.stream().filter(e -> configured(e + RULES).isPresent()).findFirst())
            .orElse(ALL);
    return Finding.error(prefix + property, scope, error);
  }
}
