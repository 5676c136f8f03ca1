package org.grievances.grievance;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import org.grievances.schema.Part;
import org.grievances.schema.Table;

/**
 * The details of a filing for which the grievance itself has no members. They are part of the
 * grievance, and a change of either sets the date and the user of the update.
 */
@Embeddable
@Part("grievance_filings")
@SuppressWarnings("unused")
class FilingDetails {
  /** The filing details, as they are read and replaced by themselves. */
  static final Table TABLE = Grievance.TABLE.part(FilingDetails.class);

  @Size(max = 64)
  private String auth_Number;

  private Integer claim_Number;

  @Size(max = 64)
  private String user_ID;
}
