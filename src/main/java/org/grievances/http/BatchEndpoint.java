package org.grievances.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.activity.Callers;
import org.grievances.batch.Action;
import org.grievances.batch.Batch;
import org.grievances.batch.BatchRunner;
import org.grievances.batch.MultiStatus;
import org.grievances.batch.Once;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.idempotency.IdempotencyKeys;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.item.Body;
import org.grievances.item.Data;
import org.grievances.item.Lines;
import org.grievances.metrics.Metrics;
import org.grievances.schema.Table;

/** Handles the HTTP request of a batch, in the same way for every table. */
@ApplicationScoped
public class BatchEndpoint {
  private static final int MULTI_STATUS = 207;

  @Inject private Databases databases;
  @Inject private BatchRunner batches;
  @Inject private IdempotencyKeys idempotency;
  @Inject private BodyReceiver receiver;
  @Inject private JobEndpoint jobs;
  @Inject private Callers callers;
  @Inject private Metrics metrics;

  @Inject
  @ConfigProperty(name = "grievances.batch.max-items")
  private int maxItems;

  /**
   * Receives the whole body before any database work begins, and none of it if too many batches are
   * running already. Clients that are still sending do not count, or slow ones would keep others
   * out.
   */
  public Response run(Action action, Table table, BatchParameters request, InputStream in) {
    if (request.isAsync()) {
      return jobs.receive(action, table, request, in);
    }
    callers.count();
    Batch.Options options = request.options();
    Optional<MediaType> linesType = request.linesType();
    Database database = databases.find(request.database()).orElseThrow();
    batches.checkLimit();
    try (Body body = receiver.receive(request, in);
        IdempotentRequest idempotent = request.begin(idempotency, database, body)) {
      MultiStatus sink = new MultiStatus(table.keyField().name());
      Batch batch =
          new Batch(
              action,
              table,
              database,
              request.source(body, table, action.members(options), database.zone(), maxItems),
              sink,
              request.author(),
              Once.of(idempotent),
              options);
      Data answer = batches.run(batch);
      if (answer == sink && !options.dryRun()) {
        metrics.batch(database.name(), table.name(), action.label(), action.count(sink.outcomes()));
      }
      Response.ResponseBuilder response =
          linesType
              .map(type -> Response.status(MULTI_STATUS).type(type).entity(lines(table, answer)))
              .orElseGet(() -> Response.status(MULTI_STATUS).entity(Envelope.of(answer)));
      return WriteParameters.acknowledge(response, action.members(options)).build();
    }
  }

  /** The answer to an earlier request with the same key was kept as JSON. */
  private static Lines lines(Table table, Data answer) {
    return answer instanceof Lines lines
        ? lines
        : MultiStatus.parse(table.keyField().name(), answer);
  }
}
