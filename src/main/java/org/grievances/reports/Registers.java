package org.grievances.reports;

import static org.grievances.reports.Population.RECEIVED;
import static org.grievances.reports.Population.RESOLVED;

import java.util.ArrayList;
import java.util.List;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;

/** Reports with a row for each grievance received in the period. */
final class Registers {
  private static final List<Column> REGISTER =
      List.of(
          Column.of("grievance_Key", "grievance_Key"),
          Column.of("line_Of_Business", "line_Of_Business"),
          Column.of("first_Name", "first_Name"),
          Column.of("last_Name", "last_Name"),
          Column.of("reason", "issue_Type"),
          Column.of("description", "issue"),
          Column.of("received", "grievance_Received"),
          Column.of("resolution", "resolution_Type"),
          Column.of("resolution_Description", "resolution"),
          Column.of("resolved", "grievance_Resolved"));

  private static final List<Column> COMPLAINTS =
      List.of(
          Column.of("grievance_Key", "grievance_Key"),
          Column.ofScheme("function", Schemes.FUNCTION),
          Column.ofScheme("reason", Schemes.COMPLAINT_REASON),
          Column.of("line_Of_Business", "line_Of_Business"),
          Column.ofScheme("disposition", Schemes.DISPOSITION),
          Column.of("received", "grievance_Received"),
          Column.of("closed", "grievance_Resolved"),
          Column.ofScheme("insurance_Department", Schemes.DEPARTMENT),
          Column.ofScheme("state", Schemes.STATE));

  private static final String ROWS =
      "Grievances received in the period have a row, in the order of their keys.";

  private Registers() {}

  /** The record of grievances of 42 CFR 438.416(b), and of state registers. */
  static ReportPlan register(ReportRequest request, CodeMap map) {
    List<Measure> unknown = new ArrayList<>();
    Fact received = received(request);
    Fact closed = Fact.of(Condition.present(RESOLVED));
    unknown.add(
        Measure.of(
            "name",
            "The first or the last name is missing",
            received,
            Fact.any(absent("first_Name"), absent("last_Name"))));
    unknown.add(
        Measure.of(
            "reason", "No reason is given", received, absent("issue_Type"), absent("issue")));
    unknown.add(
        Measure.of(
            "resolution",
            "Closed without a resolution",
            received,
            closed,
            absent("resolution_Type"),
            absent("resolution")));
    return rows(
        request,
        unknown,
        REGISTER,
        List.of(
            ROWS,
            Population.IS_GRIEVANCE_TEXT,
            "A grievance without grievance_Resolved is not resolved, and needs no resolution."));
  }

  /** The record of complaints of NAIC's model regulation. */
  static ReportPlan complaints(ReportRequest request, CodeMap map) {
    List<Measure> unknown = new ArrayList<>();
    Fact received = received(request);
    Fact closed = Fact.of(Condition.present(RESOLVED));
    unknown.add(
        Measure.of(
            "line_Of_Business",
            "The line of business is missing",
            received,
            absent("line_Of_Business")));
    for (Column column : COMPLAINTS) {
      column
          .scheme()
          .ifPresent(
              scheme ->
                  unknown.add(
                      scheme.equals(Schemes.DISPOSITION)
                          ? Measure.of(scheme, "Closed without a code", received, closed)
                              .without(scheme)
                          : Measure.of(scheme, "Without a code", received).without(scheme)));
    }
    return rows(request, unknown, COMPLAINTS, List.of(ROWS, Population.IS_GRIEVANCE_TEXT));
  }

  /** The rows of a layout. */
  static ReportPlan universe(ReportRequest request, CodeMap map) {
    return rows(
        request,
        List.of(),
        request.layout().orElseThrow().columns().stream().map(LayoutColumn::column).toList(),
        List.of(
            ROWS,
            Population.IS_GRIEVANCE_TEXT,
            "The columns are those of the layout, against which each cell is checked."));
  }

  private static ReportPlan rows(
      ReportRequest request, List<Measure> unknown, List<Column> columns, List<String> rules) {
    Fact withoutReceipt =
        Fact.of(
            Population.IS_GRIEVANCE,
            Condition.absent(RECEIVED),
            Population.notResolvedBefore(request.period().begin()));
    List<Measure> all = new ArrayList<>(unknown);
    all.add(
        Measure.of(
            "grievance_Received",
            "Without it, nobody knows in which period they were received",
            withoutReceipt));
    return ReportPlan.of(
            List.of(
                new Condition.AnyOf(
                    List.of(
                        List.of(Condition.absent(RECEIVED)),
                        List.of(
                            Condition.of(
                                RECEIVED, Comparison.AT_LEAST, request.period().begin()))))),
            List.of(),
            all,
            rules)
        .with(new RowPlan(received(request).conditions(), columns));
  }

  private static Fact received(ReportRequest request) {
    List<Condition> conditions =
        new ArrayList<>(Population.in(request.period(), RECEIVED).conditions());
    conditions.add(Population.IS_GRIEVANCE);
    return new Fact(conditions);
  }

  private static Fact absent(String member) {
    return Fact.of(Condition.absent(Grievance.STORED.field(member)));
  }
}
