package org.grievances.grievance;

import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/**
 * The details of a filing for which the grievance itself has no members. They are stored in the row
 * of the grievance, and a change of either sets the date and the user of the update.
 */
@Table(name = "grievances")
@SuppressWarnings("unused")
class FilingDetails {
  static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(FilingDetails.class);

  /** A grievance, followed by its filing details. */
  static final org.grievances.schema.Table WITH_GRIEVANCE = Grievance.TABLE.with(TABLE);

  @Id private Integer grievance_Key;

  @Size(max = 64)
  private String auth_Number;

  private Integer claim_Number;

  @Size(max = 64)
  private String user_ID;

  private Instant entry_Date;

  @Size(max = 20)
  private String entry_User;

  private Instant update_Date;

  @Size(max = 20)
  private String update_User;
}
