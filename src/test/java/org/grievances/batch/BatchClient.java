package org.grievances.batch;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.grievances.body.Body;
import org.grievances.body.Spool;
import org.grievances.database.Databases;
import org.grievances.grievance.Grievance;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.item.BodyFormat;
import org.grievances.item.BodySource;
import org.grievances.item.CsvForm;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.ItemSource;
import org.grievances.schema.Author;

/** Applies batches of grievances as an HTTP request does, but by direct method calls. */
@ApplicationScoped
class BatchClient {
  static final String USER = "caller";
  private static final Author AUTHOR = new Author(USER, "test", UUID.randomUUID());
  static final int MAX_ITEMS = 10_000;
  static final Batch.Options ATOMIC =
      new Batch.Options(true, false, false, Only.ANY, OptionalInt.empty(), Members.LENIENT);
  static final Batch.Options DRY_RUN =
      new Batch.Options(false, true, false, Only.ANY, OptionalInt.empty(), Members.LENIENT);
  static final Batch.Options PLAIN =
      new Batch.Options(false, false, false, Only.ANY, OptionalInt.empty(), Members.LENIENT);

  @Inject private Databases databases;
  @Inject private BatchRunner batches;
  @Inject private Spool spool;
  @Resource private ManagedThreadFactory threads;

  List<Outcome> put(String database, String json) throws IOException {
    return put(database, PLAIN, json);
  }

  List<Outcome> put(String database, Batch.Options options, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Spool.Share share = spool.share(AUTHOR.client());
    try (Body body = new Body(share)) {
      body.receive(new ByteArrayInputStream(bytes), bytes.length);
      return put(
              database,
              options,
              new BodySource(
                  body,
                  BodyFormat.JSON,
                  CsvForm.PLAIN,
                  Grievance.TABLE,
                  options.members(),
                  ZoneOffset.UTC,
                  MAX_ITEMS))
          .outcomes()
          .outcomes();
    }
  }

  /** Applies the items of a source. */
  BatchResult put(String database, Batch.Options options, ItemSource source) {
    return batches.run(
        new Batch(
            Action.PUT,
            Grievance.TABLE,
            databases.find(database).orElseThrow(),
            source,
            AUTHOR,
            ReplayGuard.of(IdempotentRequest.NONE),
            options));
  }

  /** Runs all calls at the same time, each in its own thread, and waits for their results. */
  <T> List<T> concurrently(List<Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    ExecutorService executor = Executors.newFixedThreadPool(calls.size(), threads);
    try {
      List<Callable<T>> synchronizedCalls = new ArrayList<>();
      for (Callable<T> call : calls) {
        synchronizedCalls.add(
            () -> {
              start.await();
              return call.call();
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(synchronizedCalls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdown();
    }
  }
}
