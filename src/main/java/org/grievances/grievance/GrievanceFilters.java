package org.grievances.grievance;

import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.grievances.http.query.Filters;
import org.grievances.schema.Field;

/** The filters of the list of grievances. */
public final class GrievanceFilters implements Supplier<Filters> {
  private static final String RECEIVED = "grievance_Received";
  private static final List<String> OTHERS =
      List.of(
          "grievance_Key",
          "subscriber_ID",
          "member_Seq",
          "provider_ID",
          "patient_Account_Number",
          "grievance_Source",
          "call_Key",
          "claim_Number",
          "auth_Number",
          "user_ID",
          "queue",
          "line_Of_Business",
          "contract_ID",
          "plan_ID",
          "beneficiary_ID",
          "received_Mode",
          "processing",
          "extension",
          "quality_Of_Care",
          "outcome");

  /** When deadlines end; of the list of grievances, those of decisions. */
  public static final String DUE_BEFORE = "dueBefore";

  public static final Filters ALL =
      common()
          .derived(
              DUE_BEFORE,
              RECEIVED,
              "Those that are open and whose deadline is before this; one in days, before a date.",
              (database, time) -> DeadlineRules.of(database).dueBefore((LocalDateTime) time));

  /** The filters of the queue of deadlines, in which each deadline is compared by itself. */
  public static final Filters OF_DEADLINES =
      common()
          .apart(
              DUE_BEFORE,
              RECEIVED,
              "Those whose deadline is before this; one in days, before a date.");

  private static Filters common() {
    return new Filters(Grievance.STORED)
        .equal(members())
        .user("owner")
        .absent("owner.absent", "owner")
        .absent("queue.absent", "queue")
        .range("key", "grievance_Key")
        .range("received", RECEIVED)
        .range("filed", "grievance_Filed")
        .range("updated", "update_Date")
        .absent("open", "grievance_Resolved")
        .absent("withoutReceipt", RECEIVED)
        .words("q", List.of("issue", "resolution", "admin_Change"));
  }

  @Override
  public Filters get() {
    return ALL;
  }

  private static List<String> members() {
    Stream<String> codes = Grievance.TABLE.coded().stream().map(Field::name);
    return Stream.concat(codes, OTHERS.stream()).toList();
  }
}
