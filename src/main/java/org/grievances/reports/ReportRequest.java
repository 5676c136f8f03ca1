package org.grievances.reports;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;
import org.grievances.grievance.DeadlineRules;

/**
 * The request for a report.
 *
 * @param at the moment of it, in UTC
 */
record ReportRequest(
    ReportPeriod period,
    LocalDateTime at,
    DeadlineRules deadlines,
    Optional<BigDecimal> enrolment,
    Optional<Layout> layout) {}
