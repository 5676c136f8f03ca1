package org.grievances.database.history;

import java.time.LocalDateTime;

/**
 * One change to a record, as the history stores it.
 *
 * @param kind {@code created}, {@code updated} or {@code deleted}
 * @param user the database user if the change was not made through the service
 * @param client null if the change was not made through the service
 * @param activity the request; null if the change was not made through the service
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
