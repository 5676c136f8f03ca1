package org.grievances.settings;

/**
 * The log of requests.
 *
 * @param enabled whether each request has a line
 */
@Prefix("grievances.access-log")
public record AccessLogSettings(boolean enabled) {}
