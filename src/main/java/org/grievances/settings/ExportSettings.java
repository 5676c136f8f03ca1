package org.grievances.settings;

import java.time.Duration;

/**
 * The pace of readers of exports and other answers in lines.
 *
 * @param minBytesPerSecond how much a reader takes at least; 0 for any pace
 */
@Prefix("grievances.exports")
public record ExportSettings(@Minimum(0) long minBytesPerSecond, Duration maxDuration) {}
