package org.grievances.webhook;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.settings.WebhookSettings;

/**
 * The deliveries of a database that are sent, from the attempts at each to its end; each method is
 * a transaction of its own.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Deliveries {
  @Inject private WebhookSettings settings;

  /** An attempt at a delivery, to be made with its webhook as it is now. */
  public record Attempt(Webhook webhook, Delivery delivery) {}

  /**
   * Takes the next delivery of a webhook whose time has come, for one attempt. If this server does
   * not note its outcome in time, another one may take it.
   *
   * @return empty if none waits, or the webhook is switched off or removed
   */
  public Optional<Attempt> take(Database database, Webhook seen, Duration lease) {
    Instant now = Webhook.now();
    return database.within(
        entities -> {
          Optional<Webhook> webhook =
              Optional.ofNullable(entities.find(Webhook.class, seen.id()))
                  .filter(Webhook::isEnabled);
          return webhook.flatMap(
              to -> take(entities, to, now, lease).map(taken -> new Attempt(to, taken)));
        });
  }

  private static Optional<Delivery> take(
      EntityManager entities, Webhook webhook, Instant now, Duration lease) {
    Optional<String> next =
        entities
            .createQuery(
                "SELECT d.id"
                    + Webhooks.OF_WEBHOOK
                    + " AND d.state = :waiting AND d.nextAttempt <= :now"
                    + " AND (d.takenUntil IS NULL OR d.takenUntil <= :now)"
                    + " ORDER BY d.nextAttempt, d.created",
                String.class)
            .setParameter("webhook", webhook.id())
            .setParameter("waiting", Delivery.State.WAITING)
            .setParameter("now", now)
            .setMaxResults(1)
            .getResultStream()
            .findFirst();
    return next.map(id -> entities.find(Delivery.class, id, LockModeType.PESSIMISTIC_WRITE))
        .filter(locked -> locked.take(now, lease));
  }

  /**
   * Notes that the receiver has taken a delivery. If it had not taken it before, it has recovered,
   * and is sent at once what waits for later attempts.
   */
  public void succeed(Database database, Delivery sent) {
    change(
        database,
        sent,
        (entities, delivery) -> {
          delivery.succeed();
          if (delivery.attempts() > 1) {
            attemptAllNow(entities, delivery.webhook());
          }
        });
  }

  private static void attemptAllNow(EntityManager entities, String webhook) {
    entities
        .createQuery(
            "UPDATE Delivery d SET d.nextAttempt = :now WHERE d.webhook = :webhook"
                + " AND d.state = :waiting AND d.nextAttempt > :now")
        .setParameter("now", Webhook.now())
        .setParameter("webhook", webhook)
        .setParameter("waiting", Delivery.State.WAITING)
        .executeUpdate();
  }

  /**
   * Notes that an attempt has failed: another follows; or, if there were attempts for long enough,
   * the delivery has failed, and the webhook is switched off unless its receiver took others
   * meanwhile.
   */
  public void fail(Database database, Delivery sent, AttemptFailure failure) {
    change(
        database,
        sent,
        (entities, delivery) -> {
          Instant end = delivery.begun().plus(settings.retryFor());
          boolean isOver = !Webhook.now().isBefore(end);
          if (failure.isFinal() || isOver && !hasTakenOthers(entities, delivery)) {
            switchOff(entities, delivery, failure);
          } else if (isOver) {
            delivery.fail(failure);
          } else {
            delivery.retry(failure, RetryPause.after(delivery.attempts(), settings, failure));
          }
        });
  }

  /** Whether the receiver has taken other deliveries since the attempts at one began. */
  private static boolean hasTakenOthers(EntityManager entities, Delivery delivery) {
    return entities
            .createQuery(
                "SELECT COUNT(d)"
                    + Webhooks.OF_WEBHOOK
                    + " AND d.state = :delivered AND d.ended > :begun",
                Long.class)
            .setParameter("webhook", delivery.webhook())
            .setParameter("delivered", Delivery.State.DELIVERED)
            .setParameter("begun", delivery.begun())
            .getSingleResult()
        > 0;
  }

  private static void switchOff(EntityManager entities, Delivery delivery, AttemptFailure failure) {
    String why =
        failure.isFinal()
            ? "The receiver answered 410: it wants no further deliveries."
            : "A delivery was not taken for as long as it was tried. " + failure.problem();
    Webhook webhook = Webhooks.locked(entities, delivery.webhook());
    if (webhook != null) {
      webhook.switchOff(why);
    }
    entities
        .createQuery("SELECT d" + Webhooks.OF_WEBHOOK + " AND d.state = :waiting", Delivery.class)
        .setParameter("webhook", delivery.webhook())
        .setParameter("waiting", Delivery.State.WAITING)
        .getResultList()
        .forEach(waiting -> waiting.fail(failure));
  }

  /** Work on a delivery that still waits. */
  private interface Change {
    void run(EntityManager entities, Delivery delivery);
  }

  private static void change(Database database, Delivery sent, Change change) {
    database.within(
        entities -> {
          Delivery delivery =
              entities.find(Delivery.class, sent.id(), LockModeType.PESSIMISTIC_WRITE);
          if (delivery != null && delivery.state() == Delivery.State.WAITING) {
            change.run(entities, delivery);
          }
          return null;
        });
  }

  /** Removes deliveries that ended before a time. */
  public void removeEndedBefore(Database database, Instant time) {
    database.within(
        entities ->
            entities
                .createQuery("DELETE FROM Delivery d WHERE d.ended < :time")
                .setParameter("time", time)
                .executeUpdate());
  }
}
