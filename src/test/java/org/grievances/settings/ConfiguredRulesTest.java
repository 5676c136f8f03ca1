package org.grievances.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.grievances.grievance.CaseDetails;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of deadlines as operators configure them, and what is said of wrong ones. */
class ConfiguredRulesTest {
  private static final String PREFIX = "grievances.deadlines.";

  @TempDir private Path directory;

  /** A rule with parts as in {@code line=MEDICAID within=P5D}. */
  private static Map<String, String> rule(String parts) {
    Map<String, String> settings = new TreeMap<>(Map.of(PREFIX + "rules", "some"));
    for (String part : parts.split(" ")) {
      String[] both = part.split("=", 2);
      settings.put(PREFIX + "some." + both[0], both[1]);
    }
    return settings;
  }

  private static List<ConfiguredRule> rules(Map<String, String> settings) {
    assertEquals(List.of(), SettingsCheck.check(settings));
    return ConfiguredRules.of("acme", name -> Optional.ofNullable(settings.get(name))).rules();
  }

  @Test
  void rulesCanAskForEachMemberWithATextAndEachLine() {
    assertEquals(
        Grievance.TABLE.fields().stream()
            .filter(field -> field.kind() == Field.Kind.TEXT)
            .map(Field::name)
            .toList(),
        ConfiguredRules.MEMBERS);
    assertEquals(
        Stream.of(CaseDetails.LineOfBusiness.values()).map(Enum::name).toList(),
        ConfiguredRules.LINES);
  }

  @ParameterizedTest
  @CsvSource({
    "line=MEDICARE within=P5D, line is MEDICARE",
    "kind=APPEAL within=P5D, kind is APPEAL",
    "processing=FAST within=P5D, processing is FAST",
    "member=call_Key code=7 within=P5D, member is call_Key",
    "line=OTHER within=P1M, within is P1M",
    "line=OTHER within=P5D since=2026, since is 2026",
    "line=OTHER within=P5D days=WORKING, days is WORKING",
    "line=OTHER, within is not set; set days",
    "within=P5D, member is not set",
    "code=7 within=P5D, member is not set; name the member",
    "member=issue within=P5D, code is not set",
    "line=OTHER within=PT24H days=BUSINESS holidays=pom.xml, within is PT24H",
    "line=OTHER within=P5D days=BUSINESS, holidays is not set",
    "line=OTHER within=P5D holidays=pom.xml, holidays is only for business days",
    "line=OTHER within=P5D days=BUSINESS holidays=nowhere.txt, which cannot be read",
    "line=OTHER within=P5D days=BUSINESS holidays=pom.xml, line 1 does not begin with a date",
    "line=OTHER within=P5D oral-suffices=true, oral-suffices is only for notices",
  })
  void wrongRulePreventsTheStart(String parts, String error) {
    List<Finding> findings = SettingsCheck.check(rule(parts));
    assertTrue(findings.stream().anyMatch(finding -> finding.toString().contains(error)), error);
    assertTrue(findings.stream().allMatch(Finding::preventsStart), findings.toString());
    assertEquals(findings.size(), Set.copyOf(findings).size(), "each is said once: " + findings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "within=P5D kind=ACKNOWLEDGEMENT",
        "within=P30D kind=NOTICE oral-suffices=yes",
        "within=PT24H processing=EXPEDITED line=INTEGRATED member=issue_Type code=7",
        "within=P30D since=2026-02-28"
      })
  void ruleThatCanBeUsedIsRead(String parts) {
    ConfiguredRule rule = rules(rule(parts)).get(0);
    assertEquals(parts.contains("oral"), rule.oralSuffices());
    assertEquals(parts.contains("ACK"), rule.kind() == DeadlineKind.ACKNOWLEDGEMENT);
    assertEquals(parts.contains("kind"), rule.fitsAll());
  }

  @Test
  void holidaysAreTheDatesWithWhichLinesBegin() throws IOException {
    Path file = directory.resolve("holidays.csv");
    Files.writeString(
        file, "# Federal\n2026-12-25, Christmas\n\n2027-01-01 New Year\n2026-07-03\n");
    Map<String, String> settings = rule("line=OTHER within=P5D days=BUSINESS holidays=" + file);
    assertEquals(
        Set.of(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 1, 1), LocalDate.of(2026, 7, 3)),
        rules(settings).get(0).holidays().orElseThrow());
  }

  @Test
  void databaseWithAWrongRuleOfItsOwnIsDownAlone() {
    Map<String, String> settings = new TreeMap<>(rule("line=MEDICAID within=P5D"));
    settings.put("grievances.databases.acme.deadlines.rules", "some,others");
    settings.put("grievances.databases.acme.deadlines.some.within", "P3D");
    settings.put("GRIEVANCES_DATABASES_ACME_DEADLINES_SOME_LINE", "OTHER");
    List<Finding> findings = new ArrayList<>(SettingsCheck.check(settings));
    assertTrue(findings.stream().noneMatch(Finding::preventsStart), findings.toString());
    assertTrue(findings.stream().allMatch(each -> each.scope() == Setting.Scope.DATABASE));
    assertTrue(findings.toString().contains("others.within is not set"), findings.toString());
    String error =
        SettingsCheck.errorOfDatabase("acme", name -> Optional.ofNullable(settings.get(name)))
            .orElseThrow();
    assertTrue(error.startsWith("grievances.databases.acme.deadlines.others."), error);
    assertEquals(
        Optional.empty(),
        SettingsCheck.errorOfDatabase("other", name -> Optional.ofNullable(settings.get(name))));
  }
}
