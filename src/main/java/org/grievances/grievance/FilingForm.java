package org.grievances.grievance;

import java.util.List;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.records.Form;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/**
 * Turns a filing into a grievance that is filed now and, if the filing does not say when, received
 * now.
 */
final class FilingForm implements Form {
  private static final Table FILED = Grievance.STORED;

  @Override
  public Table requestTable() {
    return GrievanceFiling.TABLE;
  }

  @Override
  public Table recordTable() {
    return Grievance.TABLE;
  }

  @Override
  public Table storedTable() {
    return FILED;
  }

  @Override
  public Object[] toRecord(Object[] filing, AuditStamp stamp) {
    if (isBlank(filing, "subscriber_ID") && isBlank(filing, "provider_ID")) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "subscriber_ID, provider_ID: one of them is required.",
          List.of(isRequired("subscriber_ID"), isRequired("provider_ID")));
    }
    Object[] filed = new Object[FILED.fields().size()];
    for (int position = 0; position < filing.length; position++) {
      filed[FILED.position(requestTable().fields().get(position).name())] = filing[position];
    }
    int received = FILED.position("grievance_Received");
    filed[received] = filed[received] == null ? stamp.date() : filed[received];
    filed[FILED.position("grievance_Filed")] = stamp.date();
    return filed;
  }

  private static RequestError isRequired(String member) {
    return RequestError.of(
        ErrorCode.REQUIRED, member, "one of subscriber_ID and provider_ID is required");
  }

  private boolean isBlank(Object[] filing, String member) {
    Object value = filing[requestTable().position(member)];
    return value == null || value.toString().isBlank();
  }
}
