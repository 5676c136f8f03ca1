package org.grievances.loader;

import java.nio.file.Path;

/**
 * The file of the rows that a job did not reach.
 *
 * @param form of the rows
 */
record Unprocessed(Path file, FileForm form) {}
