package org.grievances.grievance;

import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.records.Form;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/**
 * Turns a filing into a grievance that is filed now and, if the filing does not say when, received
 * now.
 */
final class FilingForm implements Form {
  private static final Table FILED = FilingDetails.WITH_GRIEVANCE;

  @Override
  public Table form() {
    return GrievanceFiling.TABLE;
  }

  @Override
  public Table record() {
    return Grievance.TABLE;
  }

  @Override
  public Table stored() {
    return FILED;
  }

  @Override
  public Object[] fill(Object[] filing, AuditStamp stamp) {
    if (isBlank(filing, "subscriber_ID") && isBlank(filing, "provider_ID")) {
      throw new FailureException(
          Failure.INVALID_REQUEST, "subscriber_ID, provider_ID: one of them is required.");
    }
    Object[] filed = new Object[FILED.fields().size()];
    for (int position = 0; position < filing.length; position++) {
      filed[FILED.position(form().fields().get(position).name())] = filing[position];
    }
    int received = FILED.position("grievance_Received");
    filed[received] = filed[received] == null ? stamp.date() : filed[received];
    filed[FILED.position("grievance_Filed")] = stamp.date();
    return filed;
  }

  private boolean isBlank(Object[] filing, String member) {
    Object value = filing[form().position(member)];
    return value == null || value.toString().isBlank();
  }
}
