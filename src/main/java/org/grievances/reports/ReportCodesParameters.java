package org.grievances.reports;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.grievances.http.query.ListParameters;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;

/** The requested page of codes, of all schemes or of one. */
public class ReportCodesParameters extends ListParameters {
  @QueryParam("scheme")
  private String scheme;

  List<Condition> conditions() {
    return scheme == null
        ? List.of()
        : List.of(Condition.of(ReportCode.TABLE.field("scheme"), Comparison.EQUAL, scheme));
  }
}
