package org.grievances.settings;

/**
 * The health of the server.
 *
 * @param names whether it names the databases
 */
@Prefix("grievances.health")
public record HealthSettings(boolean names) {}
