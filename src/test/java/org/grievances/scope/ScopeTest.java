package org.grievances.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grievances.codelist.GrievanceStatus;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Table;
import org.junit.jupiter.api.Test;

/** Tests which records and members a scope lets see. */
class ScopeTest {
  private static final Table GRIEVANCES = Grievance.TABLE;
  private static final Table STATUSES = Table.of(GrievanceStatus.class);

  private static Scope of(String member, String... values) {
    return new Scope(Map.of(member, new LinkedHashSet<>(List.of(values))), Set.of());
  }

  private static Object[] record(String subscriber, String provider) {
    Object[] row = new Object[GRIEVANCES.fields().size()];
    GRIEVANCES.setKey(row, 1);
    row[GRIEVANCES.position("subscriber_ID")] = subscriber;
    row[GRIEVANCES.position("provider_ID")] = provider;
    return row;
  }

  @Test
  void twoScopesLetSeeOnlyWhatBothDo() {
    Scope both = of("subscriber_ID", "a", "b").and(of("subscriber_ID", "b", "c"));
    assertTrue(both.includes(GRIEVANCES, record("b", null)));
    assertFalse(both.includes(GRIEVANCES, record("a", null)));
    Scope ofBothMembers = both.and(of("provider_ID", "N"));
    assertFalse(ofBothMembers.includes(GRIEVANCES, record("b", null)));
    assertTrue(ofBothMembers.includes(GRIEVANCES, record("b", "N")));
    Scope none = of("subscriber_ID", "a").and(of("subscriber_ID", "b"));
    assertFalse(none.includes(GRIEVANCES, record("a", null)));
    assertFalse(none.includes(GRIEVANCES, record(null, null)));
    assertTrue(none.limitsRecords());
    assertEquals(both, both.and(Scope.ALL));
  }

  @Test
  void listsOfCodesAreForEverybody() {
    Scope scope = of("subscriber_ID").and(new Scope(Map.of(), Set.of("description", "issue")));
    assertEquals(List.of(), scope.conditions(STATUSES));
    assertEquals(STATUSES.fields(), scope.visible(STATUSES));
    assertFalse(scope.visible(GRIEVANCES).contains(GRIEVANCES.field("issue")));
  }

  /** Keys of repeated requests depend on it, on whichever server. */
  @Test
  void textDoesNotDependOnTheOrderOfValues() {
    assertEquals(of("provider_ID", "a", "b").text(), of("provider_ID", "b", "a").text());
    assertNotEquals(of("provider_ID", "a").text(), of("subscriber_ID", "a").text());
    assertEquals("{provider_ID=[a]} []", of("provider_ID", "a").text());
    assertEquals("", Scope.ALL.text());
  }
}
