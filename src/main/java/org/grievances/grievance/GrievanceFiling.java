package org.grievances.grievance;

import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import org.grievances.codelist.GrievanceCategory;
import org.grievances.codelist.GrievanceIssueType;
import org.grievances.codelist.GrievanceType;
import org.grievances.schema.CodeOf;

/**
 * The form for filing a grievance for a member, a subscriber or a provider. Values that a grievance
 * has no member for are stored with it as well.
 */
@Table(name = "grievances")
@SuppressWarnings("unused")
class GrievanceFiling {
  static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(GrievanceFiling.class);

  @Size(max = 32)
  @CodeOf(GrievanceCategory.class)
  private String grievance_Category;

  private LocalDateTime grievance_Received;

  @Size(max = 16)
  private String grievance_Source;

  @Size(max = 32)
  @CodeOf(GrievanceType.class)
  private String grievance_Type;

  @Size(max = 4096)
  private String issue;

  private LocalDateTime issue_Date;

  @Size(max = 32)
  @CodeOf(GrievanceIssueType.class)
  private String issue_Type;

  @Size(max = 9)
  private String subscriber_ID;

  @Size(max = 2)
  private String member_Seq;

  @Size(max = 20)
  private String provider_ID;

  @Size(max = 64)
  private String auth_Number;

  private Integer call_Key;

  private Integer claim_Number;

  @Size(max = 64)
  private String user_ID;
}
