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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.activity.CoalescingTrigger;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.ServerState;
import org.grievances.jobs.JobEnded;
import org.grievances.metrics.Metrics;
import org.grievances.security.client.ApiKeys;
import org.grievances.settings.WebhookSettings;

/**
 * Polls each database every few seconds for events and for deliveries whose time has come, and
 * sends these, several at once.
 */
@ApplicationScoped
public class WebhookScheduler {
  private static final Logger LOGGER = Logger.getLogger(WebhookScheduler.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration BETWEEN_PURGES = Duration.ofHours(1);
  private static final int MAX_SENT_AT_ONCE = 20;
  private static final int MAX_SENT_AT_ONCE_PER_CLIENT = 5;

  /** After so many in a row, a receiver is left alone until the next poll. */
  private static final int MAX_FAILURES = 3;

  /** For noting the outcome of an attempt, after the time that it may take. */
  private static final Duration MARGIN = Duration.ofSeconds(45);

  @Resource private ManagedExecutorService executor;
  @Inject private BackgroundTasks tasks;
  @Inject private Databases databases;
  @Inject private Webhooks webhooks;
  @Inject private Deliveries deliveries;
  @Inject private WebhookEvents events;
  @Inject private WebhookSender sender;
  @Inject private WebhookKeys keys;
  @Inject private ApiKeys clients;
  @Inject private WebhookSettings settings;
  @Inject private ServerState serverState;
  @Inject private Metrics metrics;

  private final SendingSlots slots =
      new SendingSlots(MAX_SENT_AT_ONCE, MAX_SENT_AT_ONCE_PER_CLIENT);

  private final Map<String, CoalescingTrigger> triggers = new ConcurrentHashMap<>();
  private final Map<String, Instant> purged = new ConcurrentHashMap<>();

  /** The databases whose last poll failed. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

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
      pollSoon(ended.database());
    }
  }

  private boolean isPolled(Database database) {
    return database.hasWebhooks() || changed.contains(database.name());
  }

  /** Polls a database whose webhooks a client has changed, now and from now on. */
  void pollFromNowOn(Database database) {
    if (keys.areConfigured()) {
      changed.add(database.name());
      pollSoon(database);
    }
  }

  private void pollAll() {
    databases.all().stream().filter(Database::isUp).filter(this::isPolled).forEach(this::pollSoon);
  }

  /** Polls a database on another thread, so that one that is slow holds up no other. */
  private void pollSoon(Database database) {
    CoalescingTrigger trigger =
        triggers.computeIfAbsent(database.name(), each -> new CoalescingTrigger());
    if (!serverState.isStopping() && trigger.request()) {
      executor.execute(() -> trigger.runUntilNoRequestIsPending(() -> poll(database)));
    }
  }

  private void poll(Database database) {
    try {
      List<Webhook> enabled =
          webhooks.enabled(database).stream()
              .filter(webhook -> clients.covers(webhook.client(), database.name()))
              .toList();
      enabled.forEach(webhook -> send(database, webhook));
      for (Webhook webhook : enabled) {
        if (events.look(database, webhook)) {
          send(database, webhook);
        }
      }
      purge(database);
      failing.remove(database.name());
    } catch (RuntimeException e) {
      if (failing.add(database.name())) {
        Activity.log(
            LOGGER, Level.WARNING, "The webhooks of " + database.name() + " cannot be polled.", e);
      }
    }
  }

  private void purge(Database database) {
    Instant now = Instant.now();
    Instant last = purged.getOrDefault(database.name(), Instant.EPOCH);
    if (now.isAfter(last.plus(BETWEEN_PURGES))) {
      deliveries.removeEndedBefore(database, now.minus(settings.keep()));
      purged.put(database.name(), now);
    }
  }

  private void send(Database database, Webhook webhook) {
    if (!slots.take(webhook.id(), webhook.client())) {
      return;
    }
    try {
      executor.execute(() -> sendAll(database, webhook));
    } catch (RejectedExecutionException e) {
      slots.release(webhook.id());
    }
  }

  /** Sends what waits, one after the other, until several in a row are not taken. */
  private void sendAll(Database database, Webhook webhook) {
    try {
      Duration lease = settings.timeout().plus(MARGIN);
      int failures = 0;
      while (failures < MAX_FAILURES && !serverState.isStopping()) {
        Optional<Deliveries.Attempt> next = deliveries.take(database, webhook, lease);
        if (next.isEmpty()) {
          return;
        }
        failures = isTaken(database, next.get()) ? 0 : failures + 1;
      }
    } catch (RuntimeException e) {
      Activity.log(LOGGER, Level.WARNING, "The outcome of a delivery could not be noted.", e);
    } finally {
      slots.release(webhook.id());
    }
  }

  /**
   * @return whether the receiver has taken it
   */
  private boolean isTaken(Database database, Deliveries.Attempt attempt) {
    Delivery delivery = attempt.delivery();
    Optional<AttemptFailure> failure = sender.send(attempt.webhook(), delivery);
    metrics.webhookAttempt(database.name(), failure.isEmpty());
    failure.ifPresentOrElse(
        why -> deliveries.fail(database, delivery, why),
        () -> deliveries.succeed(database, delivery));
    return failure.isEmpty();
  }
}
