package org.grievances.codelist;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.grievances.schema.DefaultFlag;

/** The status of a grievance. */
@Entity
@Table(name = "grievance_statuses")
@SuppressWarnings("unused")
public class GrievanceStatus extends CodeEntry {

  @Id
  @Size(min = 1, max = 32)
  private String grievance_Status;

  @NotNull @DefaultFlag private Boolean default_Status;
}
