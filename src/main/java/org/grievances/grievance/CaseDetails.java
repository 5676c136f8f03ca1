package org.grievances.grievance;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import org.grievances.schema.OneOf;
import org.grievances.schema.Part;
import org.grievances.schema.Ruled;
import org.grievances.schema.Table;

/**
 * The case of a grievance: who works on it, under which line of business it runs, and what became
 * of it. It is stored with the grievance, and a change of either sets the date and the user of the
 * update; a batch of grievances leaves it as it is. A member without a value is not known.
 */
@Embeddable
@Part("grievance_cases")
@Ruled(BeneficiaryRule.class)
@SuppressWarnings("unused")
public class CaseDetails {
  /** The case, as it is read and replaced by itself. */
  public static final Table TABLE = Grievance.TABLE.part(CaseDetails.class);

  /** The kind of coverage that a member has. */
  public enum LineOfBusiness {
    MEDICARE_C,
    MEDICARE_D,
    INTEGRATED,
    MEDICAID,
    COMMERCIAL,
    SELF_FUNDED,
    OTHER;

    /** Whether its members are beneficiaries of Medicare. */
    public boolean isMedicare() {
      return this == MEDICARE_C || this == MEDICARE_D || this == INTEGRATED;
    }
  }

  /** How a grievance was received. */
  public enum ReceivedMode {
    ORAL,
    WRITTEN
  }

  /** How fast a grievance is to be resolved. */
  public enum Processing {
    STANDARD,
    EXPEDITED
  }

  /** The party that asked for more time. */
  public enum Extension {
    NONE,
    ENROLLEE,
    PLAN
  }

  /** The result of a case. */
  public enum Outcome {
    RESOLVED,
    DISMISSED,
    WITHDRAWN,
    NOT_GRIEVANCE
  }

  @Size(max = 20)
  private String owner;

  @Size(max = 32)
  private String queue;

  @Size(max = 16)
  @OneOf(LineOfBusiness.class)
  private String line_Of_Business;

  @Size(max = 5)
  private String contract_ID;

  @Size(max = 3)
  private String plan_ID;

  @Size(max = 11)
  private String beneficiary_ID;

  @Size(max = 50)
  private String first_Name;

  @Size(max = 50)
  private String last_Name;

  @Size(max = 70)
  private String delegate;

  @Size(max = 8)
  @OneOf(ReceivedMode.class)
  private String received_Mode;

  @Size(max = 9)
  @OneOf(Processing.class)
  private String processing;

  @Size(max = 9)
  @OneOf(Extension.class)
  private String extension;

  private Boolean quality_Of_Care;

  @Size(max = 14)
  @OneOf(Outcome.class)
  private String outcome;
}
