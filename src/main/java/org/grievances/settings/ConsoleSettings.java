package org.grievances.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * Sessions of the console.
 *
 * @param client the API client that its requests count as; empty where there is no console
 * @param idleTimeout how long a session lasts after its last request
 * @param lifetime how long a session lasts after its start
 */
@Prefix("grievances.console")
public record ConsoleSettings(Optional<String> client, Duration idleTimeout, Duration lifetime) {}
