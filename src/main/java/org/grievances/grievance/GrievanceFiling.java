package org.grievances.grievance;

import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The form for filing a grievance for a member, a subscriber or a provider. Values that a grievance
 * has no member for are stored with it as well.
 */
@Table(name = "grievances")
@Schema(description = "Names at least a subscriber or a provider.")
@SuppressWarnings("unused")
class GrievanceFiling {
  static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(GrievanceFiling.class);

  @Size(max = 16)
  @Schema(description = "Where the grievance came from.", nullable = true, examples = "PHONE")
  private String grievance_Source;

  @Size(max = 9)
  @Schema(
      description = "The unique number of the subscriber.",
      nullable = true,
      examples = "000123456")
  private String subscriber_ID;

  @Size(max = 2)
  @Schema(
      description = "The member's number below the subscriber.",
      nullable = true,
      examples = "01")
  private String member_Seq;

  @Size(max = 20)
  @Schema(
      description = "The provider the grievance is about or from.",
      nullable = true,
      examples = "P0004711")
  private String provider_ID;

  @Size(max = 64)
  @Schema(
      description = "The authorization that the grievance is about.",
      nullable = true,
      examples = "AUTH-2025-00042")
  private String auth_Number;

  @Schema(
      description = "The call by which the grievance came in.",
      nullable = true,
      examples = "88123")
  private Integer call_Key;

  @Schema(
      description = "The claim that the grievance is about.",
      nullable = true,
      examples = "5501234")
  private Integer claim_Number;

  @Size(max = 64)
  @Schema(
      description = "The user for whom the grievance is filed.",
      nullable = true,
      examples = "jane.doe")
  private String user_ID;
}
