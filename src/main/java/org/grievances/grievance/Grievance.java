package org.grievances.grievance;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
@Schema(
    description =
        "A grievance. A text's length counts UTF-16 code units. A date-time without an offset is in"
            + " UTC.")
@SuppressWarnings("unused")
public class Grievance {
  /** The table description that all operations on grievances use. */
  public static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(Grievance.class);

  @Id
  @Schema(description = "The number of the grievance.", required = true, examples = "1017")
  private Integer grievance_Key;

  @Size(max = 4096)
  @Schema(description = "What was changed by the administration.", nullable = true)
  private String admin_Change;

  @Schema(description = "When the administrative change took place.", nullable = true)
  private Instant admin_Change_Date;

  @Size(max = 32)
  @CodeOf(GrievanceAdminChangeType.class)
  @Schema(
      description = "Kind of the administrative change; one of the configured types.",
      nullable = true,
      examples = "Reassigned")
  private String admin_Change_Type;

  @Schema(
      description = "The call by which the grievance came in.",
      nullable = true,
      examples = "88123")
  private Integer call_Key;

  @Schema(
      description =
          "When the record was first added. Taken on create, now when absent; never changed afterwards.")
  private Instant entry_Date;

  @Size(max = 20)
  @Schema(
      description =
          "Who first added the record. Taken on create, the caller when absent; never changed afterwards.",
      nullable = true)
  private String entry_User;

  @Size(max = 32)
  @CodeOf(GrievanceCategory.class)
  @Schema(description = "One of the configured categories.", nullable = true, examples = "Billing")
  private String grievance_Category;

  @Schema(description = "When an administrator viewed and filed the grievance.", nullable = true)
  private Instant grievance_Filed;

  @Schema(
      description = "When the grievance was submitted.",
      nullable = true,
      examples = "2025-03-01T08:30:00Z")
  private Instant grievance_Received;

  @Schema(description = "When the grievance was resolved.", nullable = true)
  private Instant grievance_Resolved;

  @Size(max = 16)
  @Schema(description = "Where the grievance came from.", nullable = true, examples = "PHONE")
  private String grievance_Source;

  @Size(max = 32)
  @CodeOf(GrievanceStatus.class)
  @Schema(description = "One of the configured statuses.", nullable = true, examples = "Open")
  private String grievance_Status;

  @Size(max = 32)
  @CodeOf(GrievanceType.class)
  @Schema(description = "One of the configured types.", nullable = true, examples = "Member")
  private String grievance_Type;

  @Size(max = 4096)
  @Schema(
      description = "What the grievance is about.",
      nullable = true,
      examples = "Claim denied although the visit was authorized.")
  private String issue;

  @Schema(
      description = "When the issue occurred.",
      nullable = true,
      examples = "2025-02-14T00:00:00Z")
  private Instant issue_Date;

  @Size(max = 32)
  @CodeOf(GrievanceIssueType.class)
  @Schema(
      description = "One of the configured issue types.",
      nullable = true,
      examples = "Denied Claim")
  private String issue_Type;

  @Size(max = 2)
  @Schema(
      description = "The member's number below the subscriber.",
      nullable = true,
      examples = "01")
  private String member_Seq;

  @Size(max = 64)
  @Schema(
      description = "The account number of the patient.",
      nullable = true,
      examples = "A0012345678")
  private String patient_Account_Number;

  @Size(max = 20)
  @Schema(
      description = "The provider the grievance is about or from.",
      nullable = true,
      examples = "P0004711")
  private String provider_ID;

  @Size(max = 4096)
  @Schema(description = "How the grievance was resolved.", nullable = true)
  private String resolution;

  @Schema(description = "When the resolution was carried out.", nullable = true)
  private Instant resolution_Date;

  @Size(max = 32)
  @CodeOf(GrievanceResolutionType.class)
  @Schema(
      description = "One of the configured resolution types.",
      nullable = true,
      examples = "Overturned")
  private String resolution_Type;

  @Size(max = 9)
  @Schema(
      description = "The unique number of the subscriber.",
      nullable = true,
      examples = "000123456")
  private String subscriber_ID;

  @Schema(description = "When the record was last changed; kept by the service.")
  private Instant update_Date;

  @Size(max = 20)
  @Schema(description = "Who last changed the record; kept by the service.", nullable = true)
  private String update_User;
}
