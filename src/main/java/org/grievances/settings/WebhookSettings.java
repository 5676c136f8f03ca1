package org.grievances.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * How deliveries to webhooks are sent.
 *
 * @param maxPerClient how many webhooks a client may have in a database
 * @param timeout how long an attempt may take
 * @param firstPause after the first attempt; each further one is three times as long, up to 4 hours
 * @param retryFor how long a delivery is tried; after that its webhook is switched off, unless it
 *     took others meanwhile
 * @param changesPause the least time between two deliveries of {@code grievances.changed}
 * @param duePause the same for {@code grievance.due}
 * @param keep how long a delivery is kept after its end
 * @param allowedNetworks networks for special purposes, as of private addresses, in which receivers
 *     may be, separated by commas, such as {@code 10.20.0.0/16}
 */
@Prefix("grievances.webhooks")
public record WebhookSettings(
    int maxPerClient,
    Duration timeout,
    Duration firstPause,
    Duration retryFor,
    Duration changesPause,
    Duration duePause,
    Duration keep,
    Optional<String> allowedNetworks) {}
