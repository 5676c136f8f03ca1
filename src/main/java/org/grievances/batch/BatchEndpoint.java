package org.grievances.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.api.Envelope;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.Table;

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
  public Response put(Table table, BatchRequest request, InputStream in) {
    Batch.Options options = request.options();
    Database database = databases.find(request.database()).orElseThrow();
    request.checkCharset();
    try (Body body = receive(request, in)) {
      Batch batch = new Batch(table, database, body, request.user(), options, maxItems);
      return answer(batches.run(batch), options);
    } catch (IOException broken) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST,
          request.gzip()
              ? "The body did not arrive whole, or is not gzip."
              : "The body did not arrive whole.");
    }
  }

  private Body receive(BatchRequest request, InputStream in) throws IOException {
    if (request.length() > maxBytes) {
      throw Body.tooLarge(maxBytes);
    }
    return Body.receive(request.gzip() ? new GZIPInputStream(in) : in, maxBytes);
  }

  private static Response answer(MultiStatus answer, Batch.Options options) {
    Response.ResponseBuilder response = Response.status(MULTI_STATUS).entity(Envelope.of(answer));
    if (options.strict()) {
      response.header("Preference-Applied", BatchRequest.STRICT);
    }
    return response.build();
  }
}
