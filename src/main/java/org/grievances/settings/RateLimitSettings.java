package org.grievances.settings;

import java.util.Optional;

/**
 * Rate limits of clients.
 *
 * @param sharedIn the database in which all servers count together; empty if each counts for itself
 */
@Prefix("grievances.rate-limits")
public record RateLimitSettings(Optional<String> sharedIn) {}
