package org.grievances.grievance;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import org.grievances.codelist.GrievanceAdminChangeType;
import org.grievances.codelist.GrievanceCategory;
import org.grievances.codelist.GrievanceIssueType;
import org.grievances.codelist.GrievanceResolutionType;
import org.grievances.codelist.GrievanceStatus;
import org.grievances.codelist.GrievanceType;
import org.grievances.schema.CodeOf;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

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

  /** All that is stored of grievances: also what their filings and their cases say. */
  public static final org.grievances.schema.Table STORED = TABLE.stored();

  /** The date from which the time for its resolution counts, where it has one. */
  static final Field RECEIVED = TABLE.field("grievance_Received");

  /** The condition that grievances are open. */
  public static final Condition OPEN = Condition.absent(TABLE.field("grievance_Resolved"));

  @Id private Integer grievance_Key;

  @Size(max = 4096)
  private String admin_Change;

  private LocalDateTime admin_Change_Date;

  @Size(max = 32)
  @CodeOf(GrievanceAdminChangeType.class)
  private String admin_Change_Type;

  private Integer call_Key;

  private LocalDateTime entry_Date;

  @Size(max = 20)
  private String entry_User;

  @Size(max = 32)
  @CodeOf(GrievanceCategory.class)
  private String grievance_Category;

  private LocalDateTime grievance_Filed;

  private LocalDateTime grievance_Received;

  private LocalDateTime grievance_Resolved;

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

  private LocalDateTime issue_Date;

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

  private LocalDateTime resolution_Date;

  @Size(max = 32)
  @CodeOf(GrievanceResolutionType.class)
  private String resolution_Type;

  @Size(max = 9)
  private String subscriber_ID;

  private LocalDateTime update_Date;

  @Size(max = 20)
  private String update_User;

  @Embedded private FilingDetails filing;

  @Embedded private CaseDetails caseDetails;

  @Embedded private NoticeDates notices;

  public Integer key() {
    return grievance_Key;
  }

  /** When the time for its resolution began: at its receipt or, if that is unknown, its entry. */
  public LocalDateTime countedFrom() {
    return grievance_Received == null ? entry_Date : grievance_Received;
  }
}
