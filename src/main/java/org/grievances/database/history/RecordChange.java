package org.grievances.database.history;

import org.grievances.database.dialect.Change;

/**
 * A change to one of many records.
 *
 * @param origin who made it, and when
 * @param after the record's values; null when it was deleted
 */
public record RecordChange(Change change, Object key, HistoryEntry.Origin origin, Object[] after) {}
