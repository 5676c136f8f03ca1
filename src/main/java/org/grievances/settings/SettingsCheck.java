package org.grievances.settings;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks a configuration: the names of its settings, their values, and what they refer to. */
public final class SettingsCheck {
  private static final Pattern PREFIX =
      Pattern.compile("grievances?[._]", Pattern.CASE_INSENSITIVE);
  private static final String ALL_DATABASES = "*";

  private SettingsCheck() {}

  /**
   * Whether a property or an environment variable is meant for this service, also if its first word
   * is misspelt.
   */
  public static boolean isOfService(String configured) {
    return PREFIX.matcher(configured).lookingAt();
  }

  /**
   * Checks properties and environment variables that are meant for this service.
   *
   * @param configured the values by their names
   */
  public static List<Finding> check(Map<String, String> configured) {
    List<Finding> findings = new ArrayList<>();
    new TreeMap<>(configured).forEach((name, value) -> check(name, value).ifPresent(findings::add));
    findings.addAll(checkClients(configured));
    findings.addAll(checkRules(configured));
    return findings;
  }

  /** An empty value is none, with which the server does not start where it has a default. */
  private static Optional<Finding> check(String name, String value) {
    Optional<Setting> setting = Settings.find(name);
    if (setting.isEmpty()) {
      return Optional.of(Finding.warning(name, Setting.Scope.SERVER, unknown(name)));
    }
    boolean isDefault = value.isEmpty() && setting.get().scope() != Setting.Scope.SERVER;
    if (isDefault || setting.get().values().allows(value)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error(name, setting.get().scope(), setting.get().values().error(value)));
  }

  private static String unknown(String name) {
    return "is unknown and has no effect"
        + Settings.similarTo(name).map(similar -> ": " + similar + " is probably meant").orElse("");
  }

  /**
   * The error in a setting of one database, or with the zone that it has by default; empty if they
   * can be used.
   */
  public static Optional<String> errorOfDatabase(
      String database, Function<String, Optional<String>> configuration) {
    ConfiguredRules rules = ConfiguredRules.of(database, configuration);
    return Stream.concat(
            errorsOfValues(database, configuration),
            Stream.concat(rules.wrongValues().stream(), rules.contradictions().stream())
                .map(Finding::toString))
        .findFirst();
  }

  private static Stream<String> errorsOfValues(
      String database, Function<String, Optional<String>> configuration) {
    return Stream.concat(Settings.REPLACED.stream(), Settings.ALL.stream())
        .filter(setting -> setting.isOfEachDatabase())
        .flatMap(
            setting ->
                configuration
                    .apply(setting.propertyOf(database))
                    .filter(value -> !setting.values().allows(value))
                    .map(
                        value -> setting.propertyOf(database) + " " + setting.values().error(value))
                    .stream());
  }

  /** Of the rules for all databases, and of each database that has something of its own. */
  private static List<Finding> checkRules(Map<String, String> configured) {
    Function<String, Optional<String>> values = setting -> value(configured, setting);
    Set<Finding> findings = new LinkedHashSet<>(ConfiguredRules.ofServer(values).contradictions());
    Set<String> ofServer = findings.stream().map(Finding::toString).collect(toSet());
    for (String database :
        new TreeSet<>(owners(configured, Setting::isOfRulesOfOneDatabase).values())) {
      ConfiguredRules.of(database, values).contradictions().stream()
          .filter(finding -> !ofServer.contains(finding.toString()))
          .forEach(findings::add);
    }
    return List.copyOf(findings);
  }

  private static List<Finding> checkClients(Map<String, String> configured) {
    List<String> clients = names(configured, Settings.CLIENTS);
    List<Finding> findings = new ArrayList<>();
    for (String client : clients) {
      String prefix = Settings.CLIENTS + "." + client;
      boolean console = names(configured, Settings.CONSOLE_CLIENT).contains(client);
      if (names(configured, prefix + ".databases").isEmpty()) {
        findings.add(refused(prefix + ".databases", "is not set; name the databases of the key"));
      }
      if (names(configured, prefix + ".sha256").isEmpty() && !console) {
        findings.add(refused(prefix + ".sha256", "is not set; set the hash of the client's key"));
      }
    }
    findings.addAll(checkKeys(configured, clients));
    owners(configured, setting -> setting.scope() == Setting.Scope.CLIENT)
        .forEach(
            (name, client) -> {
              if (clients.stream().noneMatch(each -> isSame(each, client))) {
                findings.add(
                    Finding.warning(
                        name,
                        Setting.Scope.CLIENT,
                        "has no effect: add " + client + " to " + Settings.CLIENTS));
              }
            });
    names(configured, Settings.CONSOLE_CLIENT).stream()
        .filter(console -> !clients.contains(console))
        .map(console -> "names " + console + ", which is none of " + Settings.CLIENTS)
        .map(text -> Finding.warning(Settings.CONSOLE_CLIENT, Setting.Scope.CLIENT, text))
        .forEach(findings::add);
    return findings;
  }

  /** A key that two clients have would be that of one of them, with its databases. */
  private static List<Finding> checkKeys(Map<String, String> configured, List<String> clients) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String client : clients) {
      String setting = Settings.CLIENTS + "." + client + ".sha256";
      for (String hash : names(configured, setting)) {
        String other = known.putIfAbsent(hash, client);
        if (other != null && !other.equals(client)) {
          findings.add(
              refused(
                  setting,
                  "has the hash of a key of " + other + "; give each client a key of its own"));
        }
      }
    }
    return findings;
  }

  private static Finding refused(String setting, String text) {
    return Finding.error(setting, Setting.Scope.CLIENT, text);
  }

  /**
   * Checks which databases settings refer to.
   *
   * @param databases the names of those that there are
   */
  public static List<Finding> checkDatabases(
      Map<String, String> configured, Collection<String> databases) {
    List<Finding> findings = new ArrayList<>();
    owners(configured, Setting::isOfOneDatabase)
        .forEach(
            (setting, database) -> {
              if (databases.stream().noneMatch(each -> isSame(each, database))) {
                findings.add(unknownDatabase(setting, "has no effect", database));
              }
            });
    for (String client : names(configured, Settings.CLIENTS)) {
      String setting = Settings.CLIENTS + "." + client + ".databases";
      unknownIn(configured, setting, databases).forEach(findings::add);
    }
    unknownIn(configured, Settings.SHARED_RATE_LIMITS, databases).forEach(findings::add);
    return findings;
  }

  private static Stream<Finding> unknownIn(
      Map<String, String> configured, String setting, Collection<String> databases) {
    return names(configured, setting).stream()
        .filter(name -> !name.equals(ALL_DATABASES) && !databases.contains(name))
        .map(name -> unknownDatabase(setting, "names " + name, name));
  }

  private static Finding unknownDatabase(String setting, String effect, String database) {
    return Finding.warning(
        setting,
        Setting.Scope.DATABASE,
        effect + ": no data source is jdbc/grievances/" + database);
  }

  /** The names of the clients or databases for which there are settings, by the setting's name. */
  private static Map<String, String> owners(
      Map<String, String> configured, Predicate<Setting> wanted) {
    Map<String, String> owners = new TreeMap<>();
    for (String name : configured.keySet()) {
      Settings.find(name)
          .filter(wanted)
          .flatMap(setting -> setting.owner(name))
          .ifPresent(owner -> owners.put(name, owner));
    }
    return owners;
  }

  /** An environment variable has the name in capitals, with an underscore for other characters. */
  private static boolean isSame(String name, String owner) {
    return name.equals(owner) || Setting.variableOf(name).equals(owner);
  }

  /** The names in a list, as the property or its environment variable has it. */
  private static List<String> names(Map<String, String> configured, String setting) {
    String value = value(configured, setting).orElse("");
    return Stream.of(value.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  /** The value of a setting, as the property or its environment variable has it. */
  private static Optional<String> value(Map<String, String> configured, String setting) {
    String variable = Setting.variableOf(setting);
    return Stream.of(setting, variable.toLowerCase(Locale.ROOT), variable)
        .map(configured::get)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
