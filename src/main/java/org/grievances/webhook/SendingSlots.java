package org.grievances.webhook;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits the deliveries that a server sends at a time: to one for each webhook, to some for each
 * client, so that a client whose receivers hang holds up no other, and of all clients together.
 */
final class SendingSlots {
  private final int max;
  private final int maxPerClient;

  /** The clients of the webhooks to which a delivery is being sent, by the ids of these. */
  private final Map<String, String> taken = new HashMap<>();

  SendingSlots(int max, int maxPerClient) {
    this.max = max;
    this.maxPerClient = maxPerClient;
  }

  /**
   * Takes a slot for a webhook, if there is one.
   *
   * @return whether there is; then it must be released
   */
  synchronized boolean take(String webhook, String client) {
    long ofClient = taken.values().stream().filter(client::equals).count();
    boolean isFree = taken.size() < max && ofClient < maxPerClient;
    return isFree && taken.putIfAbsent(webhook, client) == null;
  }

  synchronized void release(String webhook) {
    taken.remove(webhook);
  }
}
