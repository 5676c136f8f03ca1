package org.grievances.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.database.Database;
import org.grievances.database.history.ChangePlace;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.jobs.Job;
import org.grievances.jobs.JobEnded;
import org.grievances.json.Data;
import org.grievances.records.ChangeQuery;
import org.grievances.records.ChangeService;
import org.grievances.records.PageQuery;
import org.grievances.records.RecordService;
import org.grievances.schema.Sort;
import org.grievances.settings.WebhookSettings;

/**
 * Finds out what webhooks are to be notified of. The data of an event says only where to ask for
 * what has happened: it has nothing of a grievance in it, not even a key.
 */
@ApplicationScoped
public class WebhookEvents {
  @Inject private Webhooks webhooks;
  @Inject private ChangeService changes;
  @Inject private RecordService records;
  @Inject private WebhookSettings settings;

  /** Adds the end of a job in the transaction that ends it. */
  void add(@Observes JobEnded ended) {
    Job job = ended.job();
    Data data =
        json -> {
          json.writeStartObject().writeStringProperty("database", ended.database().name());
          json.writeStringProperty("id", job.id())
              .writeStringProperty("state", job.state().label())
              .writeEndObject();
        };
    Webhooks.ofClient(ended.entities(), job.client()).stream()
        .filter(webhook -> webhook.isFor(WebhookEvent.JOB_ENDED))
        .forEach(webhook -> Webhooks.add(ended.entities(), webhook, WebhookEvent.JOB_ENDED, data));
  }

  /**
   * Adds what has happened since the last look.
   *
   * @return whether something has
   */
  boolean look(Database database, Webhook webhook) {
    boolean isChanged =
        webhook.isFor(WebhookEvent.GRIEVANCES_CHANGED) && lookAtChanges(database, webhook);
    boolean isDue = webhook.isFor(WebhookEvent.GRIEVANCE_DUE) && lookAtDeadlines(database, webhook);
    return isChanged || isDue;
  }

  private boolean lookAtChanges(Database database, Webhook webhook) {
    Instant now = Webhook.now();
    Instant told = webhook.changesTold();
    if (told != null && now.isBefore(told.plus(settings.changesPause()))) {
      return false;
    }
    Optional<String> end = changes.now(database, Grievance.TABLE);
    if (end.isEmpty()) {
      return false;
    }
    Optional<ChangePlace> place =
        Optional.ofNullable(webhook.changesPlace())
            .flatMap(text -> ChangePlace.parse(text, database.name()));
    if (place.isEmpty()) {
      webhooks.tellChanges(database, webhook, end.get(), null, Optional.empty());
      return false;
    }
    boolean isNew =
        hasChanged(database, place.get())
            && !webhooks.waits(database, webhook, WebhookEvent.GRIEVANCES_CHANGED);
    if (isNew) {
      Data data =
          json -> {
            json.writeStartObject().writeStringProperty("database", database.name());
            json.writeStringProperty("after", webhook.changesPlace()).writeEndObject();
          };
      webhooks.tellChanges(database, webhook, end.get(), now, Optional.of(data));
    }
    return isNew;
  }

  /** Changes that are lost count: who follows them has to know. */
  private boolean hasChanged(Database database, ChangePlace place) {
    ChangeQuery query = new ChangeQuery(new ChangeQuery.After(place), 1);
    try {
      return !changes.read(database, Grievance.TABLE, query).changes().isEmpty();
    } catch (FailureException e) {
      if (e.type() == ProblemType.CHANGES_LOST) {
        return true;
      }
      throw e;
    }
  }

  private boolean lookAtDeadlines(Database database, Webhook webhook) {
    Instant now = Webhook.now();
    Instant told = webhook.dueTold();
    if (told == null) {
      webhooks.tellDue(database, webhook, now, Optional.empty());
      return false;
    }
    boolean isNew = !now.isBefore(told.plus(settings.duePause())) && hasDue(database, told, now);
    if (isNew) {
      Data data =
          json -> {
            json.writeStartObject().writeStringProperty("database", database.name());
            json.writeStringProperty("from", told.toString())
                .writeStringProperty("to", now.toString())
                .writeEndObject();
          };
      webhooks.tellDue(database, webhook, now, Optional.of(data));
    }
    return isNew;
  }

  private boolean hasDue(Database database, Instant from, Instant to) {
    List<PageQuery> queries =
        DeadlineRules.of(database).endingBetween(utc(from), utc(to)).stream()
            .map(
                group ->
                    new PageQuery(
                        List.of(Grievance.TABLE.keyField()),
                        group.conditions(),
                        List.of(new Sort(group.from(), false)),
                        Optional.empty(),
                        1,
                        1,
                        OptionalLong.empty()))
            .toList();
    return records.rows(database, Grievance.TABLE, queries).stream()
        .anyMatch(rows -> !rows.isEmpty());
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
