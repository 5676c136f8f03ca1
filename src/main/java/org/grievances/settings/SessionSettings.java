package org.grievances.settings;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Sessions of API users.
 *
 * @param lifetime how long a user stays signed in by refreshing tokens
 * @param directory in which this server keeps which sessions have ended
 */
@Prefix("grievances.sessions")
public record SessionSettings(Duration lifetime, Path directory) {}
