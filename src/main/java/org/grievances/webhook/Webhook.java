package org.grievances.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.schema.Author;

/** An address of a client that is notified of events in a database. */
@Entity
@Table(name = "webhooks")
public class Webhook {
  private static final String SEPARATOR = " ";

  @Id
  @Column(name = "webhook_id")
  private String id;

  private String client;
  private String url;

  /** The labels of the events, separated by blanks. */
  private String events;

  private boolean enabled;

  /** Why it was switched off; null if nobody but its client did. */
  private String problem;

  private Instant created;

  @Column(name = "created_by")
  private String createdBy;

  /** The place in the changes up to which it has been notified; null before the first look. */
  @Column(name = "changes_place")
  private String changesPlace;

  @Column(name = "changes_told")
  private Instant changesTold;

  /** The time up to which it has been notified of deadlines; null before the first look. */
  @Column(name = "due_told")
  private Instant dueTold;

  protected Webhook() {}

  Webhook(Author author) {
    this.id = UUID.randomUUID().toString();
    this.client = author.client();
    this.createdBy = author.user();
    this.created = now();
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** An event that it was not registered for counts from now on. */
  void update(WebhookForm form) {
    if (!form.events().contains(WebhookEvent.GRIEVANCES_CHANGED) || !enabled) {
      changesPlace = null;
    }
    if (!form.events().contains(WebhookEvent.GRIEVANCE_DUE) || !enabled) {
      dueTold = null;
    }
    url = form.url().toString();
    events = form.events().stream().map(WebhookEvent::label).collect(Collectors.joining(SEPARATOR));
    enabled = form.enabled();
    problem = null;
  }

  void switchOff(String why) {
    enabled = false;
    problem = why;
  }

  void tellChangesTo(String place, Instant time) {
    changesPlace = place;
    changesTold = time;
  }

  void tellDueTo(Instant time) {
    dueTold = time;
  }

  String id() {
    return id;
  }

  String client() {
    return client;
  }

  String url() {
    return url;
  }

  List<WebhookEvent> events() {
    return Stream.of(events.split(SEPARATOR))
        .map(label -> WebhookEvent.labelled(label).orElseThrow())
        .toList();
  }

  boolean isFor(WebhookEvent event) {
    return enabled && events().contains(event);
  }

  boolean isEnabled() {
    return enabled;
  }

  String problem() {
    return problem;
  }

  Instant created() {
    return created;
  }

  String createdBy() {
    return createdBy;
  }

  String changesPlace() {
    return changesPlace;
  }

  Instant changesTold() {
    return changesTold;
  }

  Instant dueTold() {
    return dueTold;
  }
}
