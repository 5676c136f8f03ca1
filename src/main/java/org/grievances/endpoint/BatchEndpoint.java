package org.grievances.endpoint;

import static org.grievances.http.request.RequestParameters.malformed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.grievances.activity.RequestCounter;
import org.grievances.batch.Action;
import org.grievances.batch.Batch;
import org.grievances.batch.BatchResult;
import org.grievances.batch.BatchRunner;
import org.grievances.batch.MultiStatus;
import org.grievances.batch.MultiStatusData;
import org.grievances.batch.Only;
import org.grievances.batch.ReplayGuard;
import org.grievances.body.Body;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.request.BatchParameters;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.PutBatchParameters;
import org.grievances.http.response.DryRun;
import org.grievances.http.response.Envelope;
import org.grievances.idempotency.IdempotencyKeys;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.jobs.resource.JobEndpoint;
import org.grievances.metrics.Metrics;
import org.grievances.schema.Table;
import org.grievances.settings.BatchSettings;

/** Handles the HTTP request of a batch, in the same way for every table. */
@ApplicationScoped
public class BatchEndpoint {
  private static final int MULTI_STATUS = 207;
  private static final String ITEMS = "items";

  @Inject private Databases databases;
  @Inject private BatchRunner batches;
  @Inject private IdempotencyKeys idempotency;
  @Inject private BodyReceiver receiver;
  @Inject private JobEndpoint jobs;
  @Inject private RequestCounter requestCounter;
  @Inject private Metrics metrics;

  @Inject private BatchSettings settings;

  /**
   * Receives the whole body before any database work begins, and none of it if too many batches are
   * running already. Clients that are still sending do not count, or slow ones would keep others
   * out.
   *
   * @param linesType the line format of the outcomes; empty for the envelope
   */
  public Response run(
      Action action,
      Table table,
      BatchParameters request,
      Optional<MediaType> linesType,
      InputStream in) {
    if (request.preferences().isAsync()) {
      return jobs.receive(action, table, request, in);
    }
    checkOptions(table, request);
    requestCounter.increment();
    Batch.Options options = request.options();
    Database database = databases.find(request.database()).orElseThrow();
    batches.checkLimit();
    try (Body body = receiver.receive(request, in);
        IdempotentRequest idempotent = request.begin(idempotency, database, body)) {
      Batch batch =
          new Batch(
              action,
              table,
              database,
              request.source(
                  body, table, action.members(options), database.zone(), settings.maxItems()),
              request.author(),
              ReplayGuard.of(idempotent),
              options);
      BatchResult result = batches.run(batch);
      MultiStatus outcomes = result.outcomes();
      if (!(result instanceof BatchResult.Replayed) && !options.dryRun()) {
        metrics.batch(
            database.name(), table.label(), action.label(), action.count(outcomes.outcomes()));
      }
      MultiStatusData data =
          new MultiStatusData(outcomes, request.preferences().hasStructuredErrors());
      Response.ResponseBuilder response =
          linesType
              .map(type -> Response.status(MULTI_STATUS).type(type).entity(data))
              .orElseGet(() -> Response.status(MULTI_STATUS).entity(Envelope.of(data)));
      response.header(ITEMS, outcomes.summary(action));
      DryRun.mark(response, options.dryRun());
      return request.acknowledgeOutcomes(response, action.members(options)).build();
    }
  }

  /**
   * Receives a batch as a job, which {@link #run} also does for callers that prefer it.
   *
   * @param action the label of an action
   */
  public Response runAsJob(String action, Table table, PutBatchParameters request, InputStream in) {
    checkOptions(table, request);
    Action labelled =
        Action.labelled(action)
            .filter(each -> actions(table).contains(each))
            .orElseThrow(() -> malformed("The parameter action must be " + names(table) + "."));
    if (labelled != Action.PUT && request.isOfPut()) {
      throw malformed("The parameters merge and only are for action=put.");
    }
    if (labelled == Action.CREATE && request.options().ifUnchanged()) {
      throw malformed("The parameter ifUnchanged is for action=put and action=delete.");
    }
    return jobs.receive(labelled, table, request, in);
  }

  private static List<Action> actions(Table table) {
    if (table.isPart()) {
      return List.of(Action.PUT);
    }
    if (table.parent().isPresent()) {
      return List.of(Action.CREATE);
    }
    return table.hasSequence()
        ? List.of(Action.PUT, Action.CREATE, Action.DELETE)
        : List.of(Action.PUT, Action.DELETE);
  }

  /** The labels of actions, as in "put, create or delete". */
  private static String names(Table table) {
    List<String> labels = actions(table).stream().map(Action::label).toList();
    int last = labels.size() - 1;
    return last == 0
        ? labels.get(0)
        : String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
  }

  /** A part of a record is there as long as the record, which is created elsewhere. */
  private static void checkOptions(Table table, BatchParameters request) {
    if (table.isPart() && request.options().only() == Only.NEW) {
      throw malformed("The parameter only must be existing: a case is there with its grievance.");
    }
  }
}
