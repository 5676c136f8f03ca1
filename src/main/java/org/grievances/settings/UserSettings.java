package org.grievances.settings;

import java.time.Duration;

/**
 * Users of the server's own registry.
 *
 * @param allDatabases whether users without a group for databases may use all
 * @param refreshInterval after which the groups of a user are looked up again
 */
@Prefix("grievances.users")
public record UserSettings(boolean allDatabases, Duration refreshInterval) {}
