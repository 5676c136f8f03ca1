package org.grievances.loader;

import java.nio.file.Path;

/**
 * The options of a load.
 *
 * @param mode null to decide by the columns
 * @param failed null for the default
 * @param state null for the default
 */
record LoadOptions(
    Rows.Options rows,
    ColumnMap map,
    boolean ignoreUnknown,
    Sending.Mode mode,
    boolean dryRun,
    boolean checkFirst,
    boolean job,
    int parallel,
    int batchSize,
    Path failed,
    Path state,
    boolean resume,
    boolean restart,
    boolean quiet) {}
