package org.grievances.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.grievances.json.Data;

/**
 * An event that a webhook is notified of, until its receiver has taken it. Its id stays the same
 * however often it is sent, so that a receiver recognizes it.
 */
@Entity
@Table(name = "webhook_deliveries")
public class Delivery {
  /** The states of a delivery. */
  enum State {
    /** It will be sent, for the first time or again. */
    WAITING,
    /** The receiver has taken it. */
    DELIVERED,
    /** It is not sent any more unless somebody asks for that. */
    FAILED
  }

  @Id
  @Column(name = "delivery_id")
  private String id;

  @Column(name = "webhook_id")
  private String webhook;

  private String event;

  /** The data of the event, as JSON. */
  private String payload;

  private Instant created;

  @Enumerated(EnumType.STRING)
  @Column(name = "delivery_state")
  private State state;

  /** From when on its attempts count, which end a day later. */
  private Instant begun;

  private int attempts;

  @Column(name = "last_attempt")
  private Instant lastAttempt;

  @Column(name = "next_attempt")
  private Instant nextAttempt;

  /** While a server is sending it, from when on another may; null if none is. */
  @Column(name = "taken_until")
  private Instant takenUntil;

  /** The HTTP status with which the last attempt failed; null if it did not, or for no answer. */
  @Column(name = "last_status")
  private Integer lastStatus;

  /** Why the last attempt failed; null if it did not. */
  private String problem;

  private Instant ended;

  protected Delivery() {}

  Delivery(Webhook to, WebhookEvent event, Data data) {
    this.id = "msg_" + UUID.randomUUID().toString().replace("-", "");
    this.webhook = to.id();
    this.event = event.label();
    this.payload = data.text();
    this.created = Webhook.now();
    begin();
  }

  /** Begins its attempts, which go on for a day. */
  void begin() {
    state = State.WAITING;
    begun = Webhook.now();
    attempts = 0;
    nextAttempt = begun;
    takenUntil = null;
    ended = null;
  }

  /**
   * Takes it for an attempt, if it still waits for one.
   *
   * @return whether it is taken; another server may have been faster
   */
  boolean take(Instant now, Duration lease) {
    boolean isFree = takenUntil == null || !takenUntil.isAfter(now);
    if (state != State.WAITING || nextAttempt.isAfter(now) || !isFree) {
      return false;
    }
    takenUntil = now.plus(lease);
    lastAttempt = now;
    attempts++;
    return true;
  }

  /** Notes that the receiver has taken it. */
  void succeed() {
    state = State.DELIVERED;
    lastStatus = null;
    problem = null;
    end();
  }

  private void end() {
    nextAttempt = null;
    takenUntil = null;
    ended = Webhook.now();
  }

  /** Notes that an attempt failed, and that another one follows. */
  void retry(AttemptFailure failure, Duration pause) {
    note(failure);
    nextAttempt = Webhook.now().plus(pause);
  }

  /** Notes that no attempt follows. */
  void fail(AttemptFailure failure) {
    note(failure);
    state = State.FAILED;
    end();
  }

  private void note(AttemptFailure failure) {
    lastStatus = failure.status();
    problem = failure.problem();
    takenUntil = null;
  }

  String id() {
    return id;
  }

  String webhook() {
    return webhook;
  }

  String event() {
    return event;
  }

  String payload() {
    return payload;
  }

  Instant created() {
    return created;
  }

  State state() {
    return state;
  }

  Instant begun() {
    return begun;
  }

  int attempts() {
    return attempts;
  }

  Instant lastAttempt() {
    return lastAttempt;
  }

  Instant nextAttempt() {
    return nextAttempt;
  }

  Integer lastStatus() {
    return lastStatus;
  }

  String problem() {
    return problem;
  }

  Instant ended() {
    return ended;
  }
}
