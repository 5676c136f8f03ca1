package org.grievances.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Backups of databases on Derby, which only the server that has them open can make.
 *
 * @param directory where they are; empty if none are made
 * @param interval from the start of a backup to that of the next one
 * @param keep how many backups of each database are kept
 */
@Prefix("grievances.backups")
public record BackupSettings(Optional<Path> directory, Duration interval, int keep) {}
