package org.grievances.grievance;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.grievances.configuration.GrievanceAdminChangeType;
import org.grievances.configuration.GrievanceCategory;
import org.grievances.configuration.GrievanceIssueType;
import org.grievances.configuration.GrievanceResolutionType;
import org.grievances.configuration.GrievanceStatus;
import org.grievances.configuration.GrievanceType;
import org.grievances.schema.CodeOf;

/**
 * A grievance of a member or a provider. Its fields have the names of its JSON members, and its
 * columns are named after them, so that names, types and limits are listed only once.
 */
@Entity
@Table(name = "grievances")
@SequenceGenerator(name = "grievance_keys", sequenceName = "grievance_keys")
@SuppressWarnings("unused")
public class Grievance {
  /** The table description that all operations on grievances use. */
  public static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(Grievance.class);

  @Id private Integer grievance_Key;

  @Size(max = 4096)
  private String admin_Change;

  private Instant admin_Change_Date;

  @Size(max = 32)
  @CodeOf(GrievanceAdminChangeType.class)
  private String admin_Change_Type;

  private Integer call_Key;

  private Instant entry_Date;

  @Size(max = 20)
  private String entry_User;

  @Size(max = 32)
  @CodeOf(GrievanceCategory.class)
  private String grievance_Category;

  private Instant grievance_Filed;

  private Instant grievance_Received;

  private Instant grievance_Resolved;

  @Size(max = 16)
  private String grievance_Source;

  @Size(max = 32)
  @CodeOf(GrievanceStatus.class)
  private String grievance_Status;

  @Size(max = 32)
  @CodeOf(GrievanceType.class)
  private String grievance_Type;

  @Size(max = 4096)
  private String issue;

  private Instant issue_Date;

  @Size(max = 32)
  @CodeOf(GrievanceIssueType.class)
  private String issue_Type;

  @Size(max = 2)
  private String member_Seq;

  @Size(max = 64)
  private String patient_Account_Number;

  @Size(max = 20)
  private String provider_ID;

  @Size(max = 4096)
  private String resolution;

  private Instant resolution_Date;

  @Size(max = 32)
  @CodeOf(GrievanceResolutionType.class)
  private String resolution_Type;

  @Size(max = 9)
  private String subscriber_ID;

  private Instant update_Date;

  @Size(max = 20)
  private String update_User;
}
