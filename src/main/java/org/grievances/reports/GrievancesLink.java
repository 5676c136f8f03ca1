package org.grievances.reports;

import org.grievances.json.JsonValues;

/**
 * The addresses of the grievances of a report.
 *
 * @param path of the report
 * @param layout of its rows; null if there is none
 */
record GrievancesLink(String path, ReportRequest request, String layout, boolean dependsOnMoment) {

  String ofNumber(String code) {
    return of("number=" + code);
  }

  String ofUnknown(String fact) {
    return of("unknown=" + fact);
  }

  private String of(String what) {
    ReportPeriod period = request.period();
    return (path + "/grievances?" + what)
        + ("&from=" + period.from() + "&to=" + period.to())
        + (dependsOnMoment ? "&at=" + JsonValues.utc(request.at()) : "")
        + (layout == null ? "" : "&layout=" + layout);
  }
}
