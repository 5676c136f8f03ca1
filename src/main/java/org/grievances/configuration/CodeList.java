package org.grievances.configuration;

import java.util.stream.Stream;
import org.grievances.database.Table;

/** The lists, each with its place below the application and its table's description. */
enum CodeList {
  CATEGORIES("grievance-categories", GrievanceCategory.class),
  STATUSES("grievance-statuses", GrievanceStatus.class),
  TYPES("grievance-types", GrievanceType.class),
  ISSUE_TYPES("grievance-issue-types", GrievanceIssueType.class),
  RESOLUTION_TYPES("grievance-resolution-types", GrievanceResolutionType.class),
  ADMIN_CHANGE_TYPES("grievance-admin-change-types", GrievanceAdminChangeType.class);

  /** The paths of all, as a path template of JAX-RS takes them. */
  static final String PATHS =
      "grievance-(categories|statuses|types|issue-types|resolution-types|admin-change-types)";

  private final String path;
  private final Class<?> entity;

  CodeList(String path, Class<?> entity) {
    this.path = path;
    this.entity = entity;
  }

  static CodeList at(String path) {
    return Stream.of(values()).filter(list -> list.path.equals(path)).findFirst().orElseThrow();
  }

  String path() {
    return path;
  }

  /** The name of an entry, such as {@code GrievanceStatus}. */
  String entryName() {
    return entity.getSimpleName();
  }

  Table table() {
    return Table.of(entity);
  }
}
