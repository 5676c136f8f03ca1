package org.grievances.settings;

import java.time.Duration;

/**
 * Limits of batches, and of how many this server processes.
 *
 * @param maxSpooledBytes bytes of bodies in files, of all clients together
 * @param maxSpooledBytesPerClient the same for one client
 * @param receiveTimeout how long a body may take to arrive
 * @param maxConcurrent how many batches this server processes at a time
 */
@Prefix("grievances.batch")
public record BatchSettings(
    int maxItems,
    long maxBytes,
    long maxSpooledBytes,
    long maxSpooledBytesPerClient,
    Duration receiveTimeout,
    int maxConcurrent) {}
