package org.grievances.codelist;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.grievances.schema.DefaultFlag;

/** The category of a grievance. */
@Entity
@Table(name = "grievance_categories")
@SuppressWarnings("unused")
public class GrievanceCategory extends CodeEntry {

  @Id
  @Size(min = 1, max = 32)
  private String grievance_Category;

  @NotNull @DefaultFlag private Boolean default_Category;
}
