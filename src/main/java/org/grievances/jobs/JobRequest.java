package org.grievances.jobs;

import java.time.ZoneId;
import org.grievances.batch.Action;
import org.grievances.batch.Batch;
import org.grievances.item.BodyFormat;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * The request for a job.
 *
 * @param format of its body, as sent
 * @param file the name of the file that it is; null if the sender does not name it
 * @param zone the time zone of date-times without an offset
 * @param author recorded as the author of the changes
 */
public record JobRequest(
    Action action,
    Table table,
    BodyFormat format,
    String file,
    ZoneId zone,
    Batch.Options options,
    Author author) {}
