package org.grievances.loader;

import java.nio.file.Path;

/**
 * Where the rows go that a job did not come to.
 *
 * @param form of the rows
 */
record Unprocessed(Path file, FileForm form) {}
