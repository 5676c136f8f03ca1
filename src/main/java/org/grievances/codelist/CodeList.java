package org.grievances.codelist;

import java.util.stream.Stream;
import org.grievances.schema.Table;

/** The lists, each with its path below the application and its table. */
public enum CodeList {
  CATEGORIES("grievance-categories", GrievanceCategory.class, "Billing"),
  STATUSES("grievance-statuses", GrievanceStatus.class, "Open"),
  TYPES("grievance-types", GrievanceType.class, "Member"),
  ISSUE_TYPES("grievance-issue-types", GrievanceIssueType.class, "Denied Claim"),
  RESOLUTION_TYPES("grievance-resolution-types", GrievanceResolutionType.class, "Overturned"),
  ADMIN_CHANGE_TYPES("grievance-admin-change-types", GrievanceAdminChangeType.class, "Reassigned");

  /** The paths of all lists, as a regular expression for a JAX-RS path template. */
  static final String PATHS =
      "grievance-(categories|statuses|types|issue-types|resolution-types|admin-change-types)";

  private final String path;
  private final Class<?> entity;
  private final String example;

  CodeList(String path, Class<?> entity, String example) {
    this.path = path;
    this.entity = entity;
    this.example = example;
  }

  public static CodeList at(String path) {
    return Stream.of(values()).filter(list -> list.path.equals(path)).findFirst().orElseThrow();
  }

  public String path() {
    return path;
  }

  /** The name of the entry type, such as {@code GrievanceStatus}. */
  public String entryName() {
    return entity.getSimpleName();
  }

  /** An example of a code. */
  public String example() {
    return example;
  }

  public Table table() {
    return Table.of(entity);
  }
}
