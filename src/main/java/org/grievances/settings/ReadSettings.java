package org.grievances.settings;

import java.time.Duration;

/**
 * Lists and counts.
 *
 * @param timeout how long a database may work on a query
 */
@Prefix("grievances.reads")
public record ReadSettings(Duration timeout) {}
