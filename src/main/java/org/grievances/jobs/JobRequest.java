package org.grievances.jobs;

import java.time.ZoneId;
import org.grievances.batch.Action;
import org.grievances.batch.Batch;
import org.grievances.item.BodyFormat;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * What a job is to do.
 *
 * @param format of its body, as sent
 * @param zone in which date-times without an offset are local time
 * @param author recorded as the author of the changes
 */
public record JobRequest(
    Action action,
    Table table,
    BodyFormat format,
    ZoneId zone,
    Batch.Options options,
    Author author) {}
