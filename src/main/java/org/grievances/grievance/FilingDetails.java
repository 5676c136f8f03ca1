package org.grievances.grievance;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import org.grievances.schema.Table;

/**
 * The details of a filing for which the grievance itself has no members. They are part of the
 * grievance, and a change of either sets the date and the user of the update.
 */
@Embeddable
@SuppressWarnings("unused")
class FilingDetails {
  /** A grievance, followed by its filing details. */
  static final Table WITH_GRIEVANCE = Grievance.TABLE.stored();

  /** The filing details, as they are read and replaced by themselves. */
  static final Table TABLE =
      WITH_GRIEVANCE.only(
          "grievance_Key",
          "auth_Number",
          "claim_Number",
          "user_ID",
          "entry_Date",
          "entry_User",
          "update_Date",
          "update_User");

  @Size(max = 64)
  private String auth_Number;

  private Integer claim_Number;

  @Size(max = 64)
  private String user_ID;
}
