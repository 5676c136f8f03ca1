package org.grievances.settings;

import java.time.Duration;

/**
 * The metrics of deadlines.
 *
 * @param countInterval after which open and overdue grievances are counted again
 */
@Prefix("grievances.deadlines")
public record DeadlineSettings(Duration countInterval) {}
