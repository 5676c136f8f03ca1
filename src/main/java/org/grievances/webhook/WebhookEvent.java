package org.grievances.webhook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The events that a webhook can be notified of. */
enum WebhookEvent {
  /** A job of the client has ended. */
  JOB_ENDED,
  /** Grievances have changed; at most one delivery of it waits. */
  GRIEVANCES_CHANGED,
  /** Open grievances have reached their deadlines. */
  GRIEVANCE_DUE,
  /** A caller has asked for a delivery to try the webhook. */
  WEBHOOK_TESTED;

  /** Those that a webhook can be registered for. */
  static final List<WebhookEvent> REGISTRABLE =
      List.of(JOB_ENDED, GRIEVANCES_CHANGED, GRIEVANCE_DUE);

  /** The name in requests and deliveries, such as {@code job.ended}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  static Optional<WebhookEvent> labelled(String label) {
    return Stream.of(values()).filter(event -> event.label().equals(label)).findFirst();
  }
}
