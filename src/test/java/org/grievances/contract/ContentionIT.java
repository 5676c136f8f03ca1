package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A reader never learns that Derby, whose readers take locks, ended its transaction to resolve a
 * deadlock with a writer.
 */
@ExtendWith(RunningServer.Resolver.class)
class ContentionIT {
  private static final String DATABASE = "lived-derby";
  private static final int CALLERS = 4;
  private static final int RECORDS = 2_000;
  private static final int BATCHES = 15;
  private static final int ITEMS = 500;

  @Test
  void listsAreAnsweredWhileBatchesChangeTheirRecords(RunningServer server) {
    server.awaitUse(DATABASE);
    CompletableFuture<Void> writers = runEach(() -> writeBatches(server));
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> readers =
        runEach(
            () -> {
              while (!writers.isDone()) {
                statuses.add(list(server));
              }
            });
    CompletableFuture.allOf(writers, readers).join();
    assertFalse(statuses.isEmpty());
    assertEquals(List.of(), statuses.stream().filter(status -> status != 200).toList());
  }

  private static CompletableFuture<Void> runEach(Runnable caller) {
    return CompletableFuture.allOf(
        Stream.generate(() -> CompletableFuture.runAsync(caller, task -> new Thread(task).start()))
            .limit(CALLERS)
            .toArray(CompletableFuture[]::new));
  }

  private static int list(RunningServer server) {
    return server
        .to(DATABASE)
        .get("/vbasoftware/grievances?pageSize=5&sortBy=grievance_Key:desc")
        .statusCode();
  }

  private static void writeBatches(RunningServer server) {
    Random random = new Random();
    for (int batch = 0; batch < BATCHES; batch++) {
      String items =
          random
              .ints(ITEMS, -RECORDS, 0)
              .mapToObj(
                  key ->
                      "{\"grievance_Key\":%d,\"issue\":\"Charged twice.\",\"call_Key\":%d}"
                          .formatted(key, random.nextInt(1_000)))
              .collect(Collectors.joining(",", "[", "]"));
      server.to(DATABASE).body(items).put(RunningServer.BATCH).then().statusCode(207);
    }
  }
}
