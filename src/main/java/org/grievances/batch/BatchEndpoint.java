package org.grievances.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.api.Envelope;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.Table;
import org.grievances.item.Body;
import org.grievances.item.WritingCall;

/** From the HTTP request of a batch to its answer, the same for every table. */
@ApplicationScoped
public class BatchEndpoint {
  private static final int MULTI_STATUS = 207;

  @Inject private Databases databases;
  @Inject private Batches batches;

  @Inject
  @ConfigProperty(name = "grievances.batch.max-items")
  private int maxItems;

  @Inject
  @ConfigProperty(name = "grievances.batch.max-bytes")
  private long maxBytes;

  /** Receives the body whole before anything is begun in the database. */
  public Response run(Action action, Table table, BatchRequest request, InputStream in) {
    Batch.Options options = request.options();
    Database database = databases.find(request.database()).orElseThrow();
    try (Body body = request.body(maxBytes).receive(in)) {
      Batch batch = new Batch(action, table, database, body, request.user(), options, maxItems);
      MultiStatus answer = batches.run(batch);
      Response.ResponseBuilder response = Response.status(MULTI_STATUS).entity(Envelope.of(answer));
      return WritingCall.acknowledge(response, action.members(options)).build();
    }
  }
}
