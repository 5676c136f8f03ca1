package org.grievances.settings;

import java.time.Duration;

/**
 * Limits of jobs, and how long they are kept.
 *
 * @param receiveTimeout how long a body may take to arrive
 * @param maxPerClient how many jobs of a client may wait or run in a database
 * @param maxRunning how many jobs run on this server at a time
 * @param keep how long a job, its body and its outcomes are kept after its end
 */
@Prefix("grievances.jobs")
public record JobSettings(
    int maxItems,
    long maxBytes,
    Duration receiveTimeout,
    int maxPerClient,
    int maxRunning,
    Duration keep) {}
