package org.grievances.reports;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The reports that there are, with where it is written what each is about. */
enum ReportKind {
  MCPAR(
      "Grievances of the Medicaid managed care annual report",
      "42 CFR 438.66(e); indicators of CMS's Managed Care Program Annual Report application",
      Mcpar::plan),
  CMS_R_0282(
      "Grievance data that Medicare Advantage organizations disclose",
      "CMS-R-0282, OMB 0938-0778, lines 5 and 6",
      Disclosure::plan),
  DMHC_PENDING(
      "Grievances pending for more than 30 days, by quarter", "28 CCR 1300.68", Pending::plan),
  REGISTER(
      "The register of grievances",
      "42 CFR 438.416(b); TN 56-61-105, SD 58-17I-4, 3 AAC 28.932",
      Registers::register),
  COMPLAINT_RECORD(
      "The record of complaints",
      "NAIC model regulation as in CT 38a-819-56 and 28 TAC 21.2503 to 21.2506",
      Registers::complaints),
  UNIVERSE("Rows in a layout of the customer", "the layout", Registers::universe),
  READINESS(
      "Cases that would fail an audit now", "the rules that the report names", Readiness::plan);

  private final String text;
  private final String source;
  private final BiFunction<ReportRequest, CodeMap, ReportPlan> plan;

  ReportKind(String text, String source, BiFunction<ReportRequest, CodeMap, ReportPlan> plan) {
    this.text = text;
    this.source = source;
    this.plan = plan;
  }

  static Optional<ReportKind> named(String name) {
    return Stream.of(values()).filter(kind -> kind.path().equals(name)).findFirst();
  }

  /** Its name in paths. */
  String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String text() {
    return text;
  }

  String source() {
    return source;
  }

  ReportPlan plan(ReportRequest request, CodeMap map) {
    return plan.apply(request, map);
  }
}
