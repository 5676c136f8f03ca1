package org.grievances.grievance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.junit.jupiter.api.Test;

/** Tests that a grievance has the members, types and limits that the API publishes. */
class GrievanceTest {

  @Test
  void hasThePublishedMembers() {
    Map<String, String> expected = new TreeMap<>();
    put(expected, "INTEGER", "grievance_Key", "call_Key");
    put(expected, "TEXT 4096", "admin_Change", "issue", "resolution");
    put(expected, "TEXT 32", "admin_Change_Type", "grievance_Category", "grievance_Status");
    put(expected, "TEXT 32", "grievance_Type", "issue_Type", "resolution_Type");
    put(expected, "TEXT 64", "patient_Account_Number");
    put(expected, "TEXT 20", "entry_User", "update_User", "provider_ID");
    put(expected, "TEXT 16", "grievance_Source");
    put(expected, "TEXT 9", "subscriber_ID");
    put(expected, "TEXT 2", "member_Seq");
    put(expected, "DATE_TIME", "admin_Change_Date", "grievance_Filed", "grievance_Received");
    put(expected, "DATE_TIME", "grievance_Resolved", "issue_Date", "resolution_Date");
    put(expected, "DATE_TIME", "entry_Date", "update_Date");

    Table table = Grievance.TABLE;
    Map<String, String> actual =
        table.fields().stream().collect(Collectors.toMap(Field::name, GrievanceTest::describe));
    assertEquals(expected, new TreeMap<>(actual));
    assertEquals("grievance_Key", table.keyField().name());
  }

  private static void put(Map<String, String> members, String type, String... names) {
    Stream.of(names).forEach(name -> members.put(name, type));
  }

  private static String describe(Field field) {
    return field.kind() + (field.maxLength() == 0 ? "" : " " + field.maxLength());
  }
}
