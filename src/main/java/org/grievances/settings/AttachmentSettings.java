package org.grievances.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits of the files of events, and who scans them.
 *
 * @param maxBytes of a file, uncompressed
 * @param clamdHost the host of a clamd that scans each file before it is stored; none: files are
 *     not scanned
 * @param clamdPort its port
 * @param scanTimeout how long clamd may take to connect, and then to answer
 */
@Prefix("grievances.attachments")
public record AttachmentSettings(
    long maxBytes, Optional<String> clamdHost, int clamdPort, Duration scanTimeout) {}
