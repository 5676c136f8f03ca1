package org.grievances.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings as the manual lists them, and the findings for what operators get wrong. */
class SettingsTest {
  private static final Path MANUAL = Path.of("src/site/markdown/operations.md");
  private static final Path DEFAULTS =
      Path.of("src/main/resources/META-INF/microprofile-config.properties");
  private static final String OPEN_ID = "grievances.console.openid-connect.";
  private static final Set<String> INTERNAL =
      Set.of("grievances.version", "grievances.server.directory");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z][^|]*)` \\| .*");
  private static final String CLIENT = "grievances.api-keys.portal.";
  private static final String HASH = "0123456789abcdef".repeat(4);

  private static String only(String name, String value) {
    List<Finding> findings = SettingsCheck.check(Map.of(name, value));
    assertEquals(1, findings.size(), findings.toString());
    return findings.get(0).toString();
  }

  @Test
  void manualListsEachSettingOnce() throws IOException {
    List<String> rows =
        Files.readAllLines(MANUAL).stream()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .flatMap(row -> properties(row.group(1)))
            .toList();
    assertEquals(rows.size(), Set.copyOf(rows).size(), rows.toString());
    Set<String> settings =
        Settings.ALL.stream()
            .map(Setting::name)
            .filter(name -> !INTERNAL.contains(name))
            .filter(name -> !name.startsWith("grievances.databases.NAME.deadlines."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(settings, new TreeSet<>(rows));
  }

  /** A row may have two properties, and those of the provider begin in the same way. */
  private static Stream<String> properties(String cell) {
    String[] names = cell.replace("`", "").split(",\\s*");
    if (List.of("issuer", "client-id", "client-secret", "redirect-uri", "scopes")
        .contains(names[0])) {
      return Stream.of(OPEN_ID + names[0]);
    }
    return Stream.of(names)
        .map(
            name ->
                name.startsWith(".")
                    ? names[0].substring(0, names[0].lastIndexOf('.')) + name
                    : name)
        .filter(name -> name.startsWith("grievances.") && !name.endsWith("…"));
  }

  @Test
  void defaultsAreAllowed() throws IOException {
    Properties defaults = new Properties();
    try (Reader reader = Files.newBufferedReader(DEFAULTS)) {
      defaults.load(reader);
    }
    Map<String, String> own =
        defaults.stringPropertyNames().stream()
            .filter(SettingsCheck::isOfService)
            .collect(Collectors.toMap(name -> name, defaults::getProperty));
    assertTrue(own.size() > 20);
    assertEquals(List.of(), SettingsCheck.check(own));
  }

  /** But for the directory, whose default is that of the server. */
  @Test
  void recordsOfSettingsHaveDefaults() throws IOException {
    Properties defaults = new Properties();
    try (Reader reader = Files.newBufferedReader(DEFAULTS)) {
      defaults.load(reader);
    }
    defaults.setProperty("grievances.sessions.directory", "sessions");
    for (Class<? extends Record> type : TypedSettings.RECORDS) {
      TypedSettings.read(type, name -> configured(defaults, name));
    }
  }

  /** As MicroProfile Config has it: an empty value is none. */
  private static Optional<String> configured(Properties properties, String name) {
    return Optional.ofNullable(properties.getProperty(name)).filter(value -> !value.isEmpty());
  }

  @Test
  void recordOfSettingsHasTheConfiguredValues() {
    Map<String, String> configured =
        Map.of(
            "grievances.exports.min-bytes-per-second", " 0 ",
            "grievances.exports.max-duration", "PT2H");
    assertEquals(
        new ExportSettings(0, Duration.ofHours(2)),
        TypedSettings.read(
            ExportSettings.class, name -> Optional.ofNullable(configured.get(name))));
  }

  @ParameterizedTest
  @CsvSource({"'', grievances.reads.timeout is empty", "PT0S, grievances.reads.timeout is PT0S"})
  void recordOfSettingsRefusesAValueThatCannotBeUsed(String value, String error) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TypedSettings.read(ReadSettings.class, name -> Optional.of(value)));
    assertTrue(e.getMessage().startsWith(error), e.getMessage());
  }

  @Test
  void missingSettingOfARecordIsNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TypedSettings.read(ReadSettings.class, name -> Optional.empty()));
    assertEquals("grievances.reads.timeout is not set", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "grievances.batch.max-itmes, grievances.batch.max-items",
    "grievances.databases.acme.max-concurent, grievances.databases.acme.max-concurrent",
    "GRIEVANCES_BATCH_MAX_ITEM, GRIEVANCES_BATCH_MAX_ITEMS",
    "grievances.api-keys.portal.sha265, grievances.api-keys.portal.sha256",
  })
  void misspeltSettingIsReportedWithTheNameThatWasMeant(String name, String meant) {
    assertEquals(
        name + " is unknown and has no effect: " + meant + " is probably meant", only(name, "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "grievances.deadlines.zone, grievances.zone, true",
    "GRIEVANCES_DEADLINES_ZONE, grievances.zone, true",
    "grievances.databases.acme.deadlines.zone, grievances.databases.NAME.zone, false",
  })
  void zoneOfDeadlinesIsRefusedWithTheSettingToUseInstead(
      String name, String instead, boolean preventsStart) {
    Finding finding = SettingsCheck.check(Map.of(name, "America/New_York")).get(0);
    assertEquals(Finding.Severity.ERROR, finding.severity());
    assertEquals(preventsStart, finding.preventsStart());
    assertEquals("is not in use any more: set " + instead + " instead", finding.text());
  }

  @ParameterizedTest
  @CsvSource({
    "grievances.databases.acme.zone, Europe/Nowhere, is Europe/Nowhere",
    "grievances.databases.acme.deadlines.zone, UTC, any more",
    "grievances.zone, local, is local",
  })
  void databaseCannotBeUsedWithAZoneThatCannotBeUsed(String name, String value, String reason) {
    String error =
        SettingsCheck.errorOfDatabase(
                "acme", property -> Optional.ofNullable(Map.of(name, value).get(property)))
            .orElseThrow();
    assertTrue(error.startsWith(name) && error.contains(reason), error);
  }

  @Test
  void unknownNameIsReportedWithoutASuggestion() {
    assertEquals(
        "grievances.nothing-of-this-kind is unknown and has no effect",
        only("grievances.nothing-of-this-kind", "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "grievances.batch.max-concurrent, -1",
    "grievances.batch.max-items, 0",
    "grievances.batch.max-items, 1e5",
    "grievances.batch.max-items, 2147483648",
    "grievances.batch.receive-timeout, PT0S",
    "grievances.batch.receive-timeout, 5m",
    "grievances.batch.receive-timeout, PT2562048H",
    "grievances.sessions.lifetime, P106752D",
    "grievances.deadlines.within, P999999999D",
    "grievances.transaction.timeout, 99999999999999999999s",
    "grievances_batch_max_concurrent, -1",
    "grievances.transaction.timeout, soon",
    "grievances.transaction.timeout, 0",
    "grievances.https.port, 65536",
    "grievances.health.names, maybe",
    "grievances.zone, Mars/Olympus",
    "grievances.zone, america/new_york",
    "grievances.zone, +02:00",
    "grievances.zone, EST5",
    "GRIEVANCES_ZONE, local",
    "grievances.deadlines.within, P1M",
    "grievances.console.openid-connect.issuer, http://login.example/",
    "GRIEVANCES_BATCH_MAX_CONCURRENT, -1",
  })
  void valueOfTheServerThatCannotBeUsedPreventsTheStart(String name, String value) {
    List<Finding> findings = SettingsCheck.check(Map.of(name, value));
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.get(0).preventsStart());
    assertTrue(findings.get(0).text().startsWith("is " + value + ", which is not "));
  }

  /** It does not stand for the default: the server would not start and not say why. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grievances.batch.max-items",
        "GRIEVANCES_BATCH_RECEIVE_TIMEOUT",
        "grievances.users.all-databases",
        "grievances.transaction.timeout",
        "grievances.sessions.directory",
        "grievances.host",
        "grievances.zone"
      })
  void emptyValueOfTheServerPreventsTheStart(String name) {
    Finding finding = SettingsCheck.check(Map.of(name, "")).get(0);
    assertTrue(finding.preventsStart());
    assertTrue(finding.text().startsWith("is empty, which is not "), finding.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grievances.api-keys",
        "grievances.sessions.keys",
        "grievances.webhooks.keys",
        "grievances.webhooks.allowed-networks",
        "grievances.operations.sha256",
        "grievances.rate-limits.shared-in",
        "grievances.console.openid-connect.issuer",
        "grievances.databases.acme.max-concurrent"
      })
  void emptyValueIsNoneWhereThereNeedBeNone(String name) {
    assertEquals(List.of(), SettingsCheck.check(Map.of(name, "")));
  }

  @ParameterizedTest
  @CsvSource({
    "grievances.http.port, -1",
    "grievances.https.port, -1",
    "grievances.health.names, TRUE",
    "grievances.transaction.timeout, 1h30m",
    "grievances.exports.max-duration, P36500D",
    "grievances.jobs.keep, P7D",
    "grievances.deadlines.within, P30D",
    "grievances.deadlines.rules, ','",
    "grievances.databases.a.b.migrate, false",
    "GRIEVANCES_DATABASES_ACME_MAX_CONCURRENT, 7",
  })
  void valueThatCanBeUsedIsNotReported(String name, String value) {
    assertEquals(List.of(), SettingsCheck.check(Map.of(name, value)));
  }

  @Test
  void invalidValueOfADatabaseDisablesOnlyThatDatabase() {
    Map<String, String> settings = Map.of("grievances.databases.acme.max-concurrent", "-1");
    assertTrue(SettingsCheck.check(settings).stream().noneMatch(Finding::preventsStart));
    assertEquals(
        Optional.of(
            "grievances.databases.acme.max-concurrent is -1, which is not a whole number from 1 on"),
        SettingsCheck.errorOfDatabase("acme", name -> Optional.ofNullable(settings.get(name))));
    assertEquals(
        Optional.empty(),
        SettingsCheck.errorOfDatabase("other", name -> Optional.ofNullable(settings.get(name))));
  }

  /** It may be the key itself. */
  @Test
  void invalidHashIsNotShown() {
    String text =
        SettingsCheck.check(
                Map.of(
                    "grievances.api-keys",
                    "portal",
                    CLIENT + "databases",
                    "*",
                    CLIENT + "sha256",
                    "the-key-itself"))
            .toString();
    assertTrue(text.contains("is not a SHA-256"), text);
    assertTrue(!text.contains("the-key-itself"), text);
  }

  @Test
  void clientNeedsAHashAndDatabases() {
    assertEquals(2, SettingsCheck.check(Map.of("grievances.api-keys", "portal")).size());
    assertEquals(
        List.of(),
        SettingsCheck.check(
            Map.of(
                "GRIEVANCES_API_KEYS",
                "portal",
                "GRIEVANCES_API_KEYS_PORTAL_SHA256",
                HASH,
                "GRIEVANCES_API_KEYS_PORTAL_DATABASES",
                "*")));
  }

  @ParameterizedTest
  @ValueSource(strings = {CLIENT + "rate", "GRIEVANCES_API_KEYS_PORTAL_RATE"})
  void settingOfAClientThatIsNotListedIsReported(String name) {
    assertTrue(only(name, "5").contains("has no effect: add "));
  }

  @Test
  void databasesThatDoNotExistAreReported() {
    Map<String, String> settings =
        Map.of(
            "grievances.databases.nowhere.history",
            "false",
            "GRIEVANCES_DATABASES_ACME_EAST_HISTORY",
            "false",
            "grievances.databases.nowhere.deadlines.appeals.within",
            "P3D",
            "grievances.deadlines.appeals.within",
            "P3D",
            "GRIEVANCES_DEADLINES_APPEALS_MEMBER",
            "grievance_Category",
            "grievances.rate-limits.shared-in",
            "gone",
            "grievances.api-keys",
            "portal",
            CLIENT + "databases",
            "acme-east,other");
    List<String> reported =
        SettingsCheck.checkDatabases(settings, List.of("acme-east")).stream()
            .map(Finding::setting)
            .sorted()
            .toList();
    assertEquals(
        List.of(
            CLIENT + "databases",
            "grievances.databases.nowhere.deadlines.appeals.within",
            "grievances.databases.nowhere.history",
            "grievances.rate-limits.shared-in"),
        reported);
  }
}
