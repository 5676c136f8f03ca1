package org.grievances.webhook;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.json.Data;
import org.grievances.schema.Author;
import org.grievances.settings.WebhookSettings;

/**
 * The webhooks of the clients of a database and what they are notified of, stored there; each
 * method is a transaction of its own.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Webhooks {
  static final String OF_WEBHOOK = " FROM Delivery d WHERE d.webhook = :webhook";

  @Inject private WebhookSettings settings;

  /** A page of deliveries, and the total count. */
  public record Found(List<Delivery> deliveries, long count) {}

  /** The webhooks of a client, oldest first. */
  public List<Webhook> list(Database database, String client) {
    return database.within(entities -> ofClient(entities, client));
  }

  static List<Webhook> ofClient(EntityManager entities, String client) {
    return entities
        .createQuery(
            "SELECT w FROM Webhook w WHERE w.client = :client ORDER BY w.created, w.id",
            Webhook.class)
        .setParameter("client", client)
        .getResultList();
  }

  /** Fails with {@code RECORD_UNKNOWN} if the client has none with this id. */
  public Webhook find(Database database, String client, String id) {
    return database.within(entities -> existing(client, entities.find(Webhook.class, id)));
  }

  private static Webhook lockedOf(EntityManager entities, String client, String id) {
    return existing(client, locked(entities, id));
  }

  private static Webhook existing(String client, Webhook found) {
    return Optional.ofNullable(found)
        .filter(webhook -> webhook.client().equals(client))
        .orElseThrow(
            () ->
                new FailureException(
                    ProblemType.RECORD_UNKNOWN,
                    "This client has no webhook with this id in this database."));
  }

  /**
   * Registers a webhook.
   *
   * @throws FailureException {@code CONFLICT} if the client has too many
   */
  public Webhook create(Database database, Author author, WebhookForm form) {
    return database.within(
        entities -> {
          int count = ofClient(entities, author.client()).size();
          if (count >= settings.maxPerClient()) {
            throw new FailureException(
                ProblemType.CONFLICT,
                "This client has " + count + " webhooks in this database, the maximum.");
          }
          Webhook webhook = new Webhook(author);
          webhook.update(form);
          entities.persist(webhook);
          return webhook;
        });
  }

  public Webhook update(Database database, String client, String id, WebhookForm form) {
    return database.within(
        entities -> {
          Webhook webhook = lockedOf(entities, client, id);
          webhook.update(form);
          return webhook;
        });
  }

  /** Removes a webhook with its deliveries. */
  public void delete(Database database, String client, String id) {
    database.within(
        entities -> {
          Webhook webhook = lockedOf(entities, client, id);
          entities.createQuery("DELETE" + OF_WEBHOOK).setParameter("webhook", id).executeUpdate();
          entities.remove(webhook);
          return null;
        });
  }

  /** The deliveries to a webhook, latest first. */
  public Found deliveries(Database database, String client, String id, long offset, int size) {
    return database.within(
        entities -> {
          existing(client, entities.find(Webhook.class, id));
          List<Delivery> page =
              entities
                  .createQuery(
                      "SELECT d" + OF_WEBHOOK + " ORDER BY d.created DESC, d.id", Delivery.class)
                  .setParameter("webhook", id)
                  .setFirstResult((int) Math.min(offset, Integer.MAX_VALUE))
                  .setMaxResults(size)
                  .getResultList();
          long count =
              entities
                  .createQuery("SELECT COUNT(d)" + OF_WEBHOOK, Long.class)
                  .setParameter("webhook", id)
                  .getSingleResult();
          return new Found(page, count);
        });
  }

  /** Adds a delivery that only tries the webhook. */
  public Delivery test(Database database, String client, String id, Data data) {
    return database.within(
        entities ->
            add(entities, enabled(entities, client, id), WebhookEvent.WEBHOOK_TESTED, data));
  }

  /**
   * Sends a delivery again, whether it was taken or not.
   *
   * @throws FailureException {@code RECORD_UNKNOWN}, or {@code CONFLICT} if the webhook is switched
   *     off
   */
  public Delivery resend(Database database, String client, String id, String delivery) {
    return database.within(
        entities -> {
          enabled(entities, client, id);
          Delivery again =
              Optional.ofNullable(
                      entities.find(Delivery.class, delivery, LockModeType.PESSIMISTIC_WRITE))
                  .filter(found -> found.webhook().equals(id))
                  .orElseThrow(
                      () ->
                          new FailureException(
                              ProblemType.RECORD_UNKNOWN,
                              "This webhook has no delivery with this id; deliveries are gone some"
                                  + " days after their end."));
          again.begin();
          return again;
        });
  }

  private static Webhook enabled(EntityManager entities, String client, String id) {
    Webhook webhook = lockedOf(entities, client, id);
    if (!webhook.isEnabled()) {
      throw new FailureException(
          ProblemType.CONFLICT, "The webhook is switched off; switch it on first.");
    }
    return webhook;
  }

  static Delivery add(EntityManager entities, Webhook webhook, WebhookEvent event, Data data) {
    Delivery delivery = new Delivery(webhook, event, data);
    entities.persist(delivery);
    return delivery;
  }

  /** All webhooks that are switched on. */
  public List<Webhook> enabled(Database database) {
    return database.within(
        entities ->
            entities
                .createQuery("SELECT w FROM Webhook w WHERE w.enabled = TRUE", Webhook.class)
                .getResultList());
  }

  /**
   * Notes up to where a webhook was notified of changes, and tells it if there are some, unless
   * another server has done so.
   *
   * @param data of the event; empty if nothing has changed
   */
  public void tellChanges(
      Database database, Webhook seen, String place, Instant time, Optional<Data> data) {
    database.within(
        entities -> {
          Webhook webhook = locked(entities, seen.id());
          if (webhook != null
              && webhook.isFor(WebhookEvent.GRIEVANCES_CHANGED)
              && Objects.equals(webhook.changesPlace(), seen.changesPlace())) {
            webhook.tellChangesTo(place, time);
            data.ifPresent(given -> add(entities, webhook, WebhookEvent.GRIEVANCES_CHANGED, given));
          }
          return null;
        });
  }

  /** The same for deadlines. */
  public void tellDue(Database database, Webhook seen, Instant time, Optional<Data> data) {
    database.within(
        entities -> {
          Webhook webhook = locked(entities, seen.id());
          if (webhook != null
              && webhook.isFor(WebhookEvent.GRIEVANCE_DUE)
              && Objects.equals(webhook.dueTold(), seen.dueTold())) {
            webhook.tellDueTo(time);
            data.ifPresent(given -> add(entities, webhook, WebhookEvent.GRIEVANCE_DUE, given));
          }
          return null;
        });
  }

  static Webhook locked(EntityManager entities, String id) {
    return entities.find(Webhook.class, id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** Whether a delivery of an event waits. */
  public boolean waits(Database database, Webhook webhook, WebhookEvent event) {
    return database.within(
        entities ->
            entities
                    .createQuery(
                        "SELECT COUNT(d)"
                            + OF_WEBHOOK
                            + " AND d.event = :event AND d.state = :waiting",
                        Long.class)
                    .setParameter("webhook", webhook.id())
                    .setParameter("event", event.label())
                    .setParameter("waiting", Delivery.State.WAITING)
                    .getSingleResult()
                > 0);
  }
}
