package org.grievances.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings of the service, as the operations page lists them: those of {@link TypedSettings},
 * and those that name a client, a database or a rule, or that the server reads itself.
 */
public final class Settings {
  static final String CLIENTS = "grievances.api-keys";
  static final String CONSOLE_CLIENT = "grievances.console.client";
  static final String SHARED_RATE_LIMITS = "grievances.rate-limits.shared-in";

  /** The zone of each database that has none of its own. */
  static final String ZONE = "grievances.zone";

  private static final ValueType COUNT = ValueType.integer(1, Integer.MAX_VALUE);

  public static final List<Setting> ALL =
      Stream.concat(
              TypedSettings.RECORDS.stream().flatMap(TypedSettings::of),
              Stream.of(access(), databases(), deadlines(), server()).flatMap(List::stream))
          .toList();

  /** Settings of earlier versions: dates would be wrong if they were only ignored. */
  static final List<Setting> REPLACED =
      List.of(
          new Setting("grievances.deadlines.zone", ValueType.replacedBy(ZONE)),
          new Setting(
              "grievances.databases.NAME.deadlines.zone",
              ValueType.replacedBy("grievances.databases.NAME.zone")));

  private Settings() {}

  private static List<Setting> access() {
    return List.of(
        new Setting(CLIENTS, ValueType.NAMES),
        new Setting(CLIENTS + ".CLIENT.sha256", ValueType.ENDING_HASHES),
        new Setting(CLIENTS + ".CLIENT.databases", ValueType.NAMES),
        new Setting(CLIENTS + ".CLIENT.code-sha256", ValueType.HASHES),
        new Setting(CLIENTS + ".CLIENT.operations", ValueType.OPERATIONS),
        new Setting(CLIENTS + ".CLIENT.networks", ValueType.NETWORKS),
        new Setting(CLIENTS + ".CLIENT.subscribers", ValueType.NAMES),
        new Setting(CLIENTS + ".CLIENT.providers", ValueType.NAMES),
        new Setting(CLIENTS + ".CLIENT.hidden", ValueType.NAMES),
        new Setting(CLIENTS + ".CLIENT.rate", COUNT),
        new Setting(CLIENTS + ".CLIENT.burst", COUNT),
        new Setting("grievances.sessions.keys", ValueType.KEYS),
        new Setting("grievances.webhooks.keys", ValueType.KEYS));
  }

  private static List<Setting> databases() {
    return List.of(
        new Setting(ZONE, ValueType.ZONE),
        ofDatabase("zone", ValueType.ZONE),
        ofDatabase("issuer", ValueType.TEXT),
        ofDatabase("max-concurrent", COUNT),
        ofDatabase("max-exports", COUNT),
        ofDatabase("max-jobs", COUNT),
        ofDatabase("history", ValueType.BOOLEAN),
        ofDatabase("record-reads", ValueType.BOOLEAN),
        ofDatabase("keep-reads", ValueType.DURATION),
        ofDatabase("restored", ValueType.LABEL),
        ofDatabase("spread", ValueType.BOOLEAN),
        ofDatabase("migrate", ValueType.BOOLEAN),
        ofDatabase("sort-indexes", ValueType.BOOLEAN));
  }

  private static Setting ofDatabase(String name, ValueType values) {
    return new Setting("grievances.databases.NAME." + name, values);
  }

  /** Those of all databases, and the same for one. */
  private static List<Setting> deadlines() {
    List<Setting> settings = new ArrayList<>();
    for (String owner : List.of("grievances.", "grievances.databases.NAME.")) {
      String prefix = owner + "deadlines.";
      settings.add(new Setting(prefix + "rules", ValueType.NAMES));
      settings.add(new Setting(prefix + "within", ValueType.DEADLINE));
      ConfiguredRules.PARTS.forEach(
          (part, values) -> settings.add(new Setting(prefix + "RULE." + part, values)));
    }
    return settings;
  }

  private static List<Setting> server() {
    return List.of(
        new Setting("grievances.transaction.timeout", ValueType.TIMEOUT),
        new Setting("grievances.https.port", ValueType.integer(-1, 65_535)),
        new Setting("grievances.http.port", ValueType.integer(-1, 65_535)),
        new Setting("grievances.host", ValueType.NAME),
        new Setting("grievances.threads", COUNT),
        new Setting("grievances.operations.port", ValueType.integer(1, 65_535)),
        new Setting("grievances.operations.host", ValueType.NAME),
        new Setting("grievances.operations.user", ValueType.NAME),
        new Setting("grievances.operations.sha256", ValueType.HASHES_OR_NONE),
        new Setting("grievances.server.directory", ValueType.TEXT),
        new Setting("grievances.version", ValueType.TEXT));
  }

  /** The setting of a property or environment variable. */
  static Optional<Setting> find(String configured) {
    return Stream.concat(REPLACED.stream(), ALL.stream())
        .filter(setting -> setting.owner(configured).isPresent())
        .findFirst();
  }

  /** The name of a setting that was probably meant. */
  static Optional<String> similarTo(String configured) {
    return ALL.stream()
        .map(setting -> setting.resembling(configured))
        .min(Comparator.comparingInt(name -> distance(name, configured)))
        .filter(name -> distance(name, configured) <= configured.length() / 4);
  }

  /** The edit distance of two texts (Levenshtein). */
  static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int column = 0; column < before.length; column++) {
      before[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] now = new int[before.length];
      now[0] = row;
      for (int column = 1; column < now.length; column++) {
        int replaced = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        now[column] =
            Math.min(before[column - 1] + replaced, Math.min(before[column], now[column - 1]) + 1);
      }
      before = now;
    }
    return before[other.length()];
  }
}
