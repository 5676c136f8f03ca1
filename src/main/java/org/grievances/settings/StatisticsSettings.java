package org.grievances.settings;

import java.time.Duration;

/**
 * Statistics.
 *
 * @param timeout how long a database may work on a question
 */
@Prefix("grievances.statistics")
public record StatisticsSettings(Duration timeout) {}
