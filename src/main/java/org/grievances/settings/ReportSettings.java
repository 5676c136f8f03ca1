package org.grievances.settings;

import java.time.Duration;

/**
 * The metrics of reports.
 *
 * @param countInterval after which cases that would fail an audit are counted again
 */
@Prefix("grievances.reports")
public record ReportSettings(Duration countInterval) {}
