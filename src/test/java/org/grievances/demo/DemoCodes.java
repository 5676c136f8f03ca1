package org.grievances.demo;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/**
 * A code list and its codes; the code {@code Open} is the default of its list.
 *
 * @param path of the list in the API
 * @param key the member with the code
 * @param flag the member that says which is the default
 */
public record DemoCodes(String path, String key, String flag, List<String> codes) {
  /** All lists, with the codes of {@link YearOfGrievances}. */
  public static final List<DemoCodes> LISTS =
      List.of(
          new DemoCodes(
              "grievance-categories",
              "grievance_Category",
              "default_Category",
              List.of(
                  "Quality of Care",
                  "Access",
                  "Billing",
                  "Customer Service",
                  "Pharmacy",
                  "Enrollment")),
          new DemoCodes(
              "grievance-statuses",
              "grievance_Status",
              "default_Status",
              List.of("Open", "In Review", "Resolved", "Closed")),
          new DemoCodes(
              "grievance-types",
              "grievance_Type",
              "default_Type",
              List.of("Member", "Provider", "Expedited")),
          new DemoCodes(
              "grievance-issue-types",
              "grievance_Issue_Type",
              "default_Issue_Type",
              List.of("Wait Time", "Denied Claim", "Rude Staff", "Wrong Charge")),
          new DemoCodes(
              "grievance-resolution-types",
              "grievance_Resolution_Type",
              "default_Resolution_Type",
              Complaint.RESOLUTION_TYPES),
          new DemoCodes(
              "grievance-admin-change-types",
              "grievance_Admin_Change_Type",
              "default_Admin_Change_Type",
              List.of("Reassigned", "Corrected")));

  /**
   * The body of a batch with the codes of the Medicaid managed care annual report that these stand
   * for. Enrollment stands for none, so that the report shows what is unknown.
   */
  static String reportCodes() {
    JsonArrayBuilder rows = Json.createArrayBuilder();
    Map.of("Rude Staff", "16a", "Wait Time", "16c", "Wrong Charge", "16f", "Denied Claim", "16k")
        .forEach((value, code) -> rows.add(row("MCPAR_REASON", code, "issue_Type", value)));
    Map.of("Pharmacy", "15e", "Access", "15b", "Quality of Care", "15b", "Billing", "15o")
        .forEach(
            (value, code) -> rows.add(row("MCPAR_SERVICE", code, "grievance_Category", value)));
    rows.add(row("MCPAR_SERVICE", "15o", "grievance_Category", "Customer Service"));
    return rows.build().toString();
  }

  private static JsonObjectBuilder row(String scheme, String code, String member, String value) {
    return Json.createObjectBuilder()
        .add("scheme", scheme)
        .add("code", code)
        .add("member", member)
        .add("value", value);
  }

  /** The body of a batch that creates them. */
  public String entries() {
    JsonArrayBuilder entries = Json.createArrayBuilder();
    codes.forEach(
        code ->
            entries.add(Json.createObjectBuilder().add(key, code).add(flag, code.equals("Open"))));
    return entries.build().toString();
  }
}
