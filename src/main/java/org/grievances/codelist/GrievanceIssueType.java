package org.grievances.codelist;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.grievances.schema.DefaultFlag;

/** The issue of a grievance. */
@Entity
@Table(name = "grievance_issue_types")
@SuppressWarnings("unused")
public class GrievanceIssueType extends CodeEntry {

  @Id
  @Size(min = 1, max = 32)
  private String grievance_Issue_Type;

  @NotNull @DefaultFlag private Boolean default_Issue_Type;
}
