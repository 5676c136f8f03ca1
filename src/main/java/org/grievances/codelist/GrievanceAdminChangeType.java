package org.grievances.codelist;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.grievances.schema.DefaultFlag;

/** The kind of a change by the administration. */
@Entity
@Table(name = "grievance_admin_change_types")
@SuppressWarnings("unused")
public class GrievanceAdminChangeType extends CodeEntry {

  @Id
  @Size(min = 1, max = 32)
  private String grievance_Admin_Change_Type;

  @NotNull @DefaultFlag private Boolean default_Admin_Change_Type;
}
