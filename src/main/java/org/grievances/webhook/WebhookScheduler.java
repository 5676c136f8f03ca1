package org.grievances.webhook;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.ServerState;
import org.grievances.jobs.JobEnded;
import org.grievances.metrics.Metrics;
import org.grievances.settings.WebhookSettings;

/**
 * Polls each database every few seconds for events and for deliveries whose time has come, and
 * sends these: several at once, but one at a time to a webhook, so that a receiver that hangs holds
 * up no other.
 */
@ApplicationScoped
public class WebhookScheduler {
  private static final Logger LOGGER = Logger.getLogger(WebhookScheduler.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration BETWEEN_PURGES = Duration.ofHours(1);
  private static final int MAX_SENT_AT_ONCE = 20;

  /** For noting the outcome of an attempt, after the time that it may take. */
  private static final Duration MARGIN = Duration.ofSeconds(45);

  @Resource private ManagedExecutorService executor;
  @Inject private BackgroundTasks tasks;
  @Inject private Databases databases;
  @Inject private Webhooks webhooks;
  @Inject private WebhookEvents events;
  @Inject private WebhookSender sender;
  @Inject private WebhookKeys keys;
  @Inject private WebhookSettings settings;
  @Inject private ServerState serverState;
  @Inject private Metrics metrics;

  private final Semaphore slots = new Semaphore(MAX_SENT_AT_ONCE);

  /** The webhooks to which this server is sending. */
  private final Set<String> sending = ConcurrentHashMap.newKeySet();

  private final Map<String, Instant> purged = new ConcurrentHashMap<>();

  /** The databases whose webhooks this server has changed, which a check may not have seen. */
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    if (keys.areConfigured()) {
      tasks.every(INTERVAL, "polling the webhooks", this::pollAll);
    }
  }

  /** Sends what the end of a job has added at once. */
  void pollAfter(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEnded ended) {
    if (keys.areConfigured() && isPolled(ended.database())) {
      executor.execute(() -> poll(ended.database()));
    }
  }

  private boolean isPolled(Database database) {
    return database.hasWebhooks() || changed.contains(database.name());
  }

  /** Polls a database on another thread, and from now on. */
  void pollSoon(Database database) {
    if (keys.areConfigured()) {
      changed.add(database.name());
      executor.execute(() -> poll(database));
    }
  }

  private void pollAll() {
    databases.all().stream().filter(Database::isUp).filter(this::isPolled).forEach(this::poll);
  }

  private void poll(Database database) {
    if (serverState.isStopping()) {
      return;
    }
    try {
      List<Webhook> enabled = webhooks.enabled(database);
      if (!enabled.isEmpty()) {
        events.look(database, enabled);
        for (Webhook webhook : enabled) {
          send(database, webhook);
        }
        purge(database);
      }
    } catch (RuntimeException e) {
      Activity.log(
          LOGGER, Level.WARNING, "The webhooks of " + database.name() + " cannot be polled.", e);
    }
  }

  private void purge(Database database) {
    Instant now = Instant.now();
    Instant last = purged.getOrDefault(database.name(), Instant.EPOCH);
    if (now.isAfter(last.plus(BETWEEN_PURGES))) {
      webhooks.removeEndedBefore(database, now.minus(settings.keep()));
      purged.put(database.name(), now);
    }
  }

  private void send(Database database, Webhook webhook) {
    if (!slots.tryAcquire()) {
      return;
    }
    if (!sending.add(webhook.id())) {
      slots.release();
      return;
    }
    try {
      executor.execute(() -> sendAll(database, webhook));
    } catch (RejectedExecutionException e) {
      release(webhook);
    }
  }

  private void release(Webhook webhook) {
    sending.remove(webhook.id());
    slots.release();
  }

  /** Sends what waits, one after the other, as long as it is taken. */
  private void sendAll(Database database, Webhook webhook) {
    try {
      boolean isTaken = true;
      while (isTaken && !serverState.isStopping()) {
        isTaken =
            webhooks
                .take(database, webhook, settings.timeout().plus(MARGIN))
                .filter(delivery -> attempt(database, webhook, delivery))
                .isPresent();
      }
    } catch (RuntimeException e) {
      Activity.log(LOGGER, Level.WARNING, "The outcome of a delivery could not be noted.", e);
    } finally {
      release(webhook);
    }
  }

  /**
   * @return whether the receiver has taken it
   */
  private boolean attempt(Database database, Webhook webhook, Delivery delivery) {
    Optional<AttemptFailure> failure = sender.send(webhook, delivery);
    metrics.webhookAttempt(database.name(), failure.isEmpty());
    failure.ifPresentOrElse(
        why -> webhooks.fail(database, delivery, why), () -> webhooks.succeed(database, delivery));
    return failure.isEmpty();
  }
}
