package org.grievances.batch;

import java.time.LocalDateTime;

/**
 * The request whose changes a batch takes back.
 *
 * @param activity its id
 * @param received when it was received, in UTC
 */
public record Undone(String activity, LocalDateTime received) {}
