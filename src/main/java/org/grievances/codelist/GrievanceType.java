package org.grievances.codelist;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.grievances.schema.DefaultFlag;

/** The type of a grievance: its source or its urgency. */
@Entity
@Table(name = "grievance_types")
@SuppressWarnings("unused")
public class GrievanceType extends CodeEntry {

  @Id
  @Size(min = 1, max = 32)
  private String grievance_Type;

  @NotNull @DefaultFlag private Boolean default_Type;
}
