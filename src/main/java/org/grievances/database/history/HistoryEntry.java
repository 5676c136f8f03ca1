package org.grievances.database.history;

import java.time.LocalDateTime;

/**
 * One change of a record, as the history keeps it.
 *
 * @param kind {@code created}, {@code updated} or {@code deleted}
 * @param user the database's own where the service did not make the change
 * @param client null where the service did not make the change
 * @param activity the request, in the same way
 * @param before the record's values; null when it was created
 * @param after the record's values; null when it was deleted
 */
public record HistoryEntry(
    String kind,
    LocalDateTime date,
    String user,
    String client,
    String activity,
    Object[] before,
    Object[] after) {}
