package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.grievances.server.ClassOrder;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Servers keep to their memory, whatever is sent to them at once. */
@Order(ClassOrder.LONG)
class MemoryIT {
  private static final String DATABASE = "large";
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final String ISSUE = "Charged twice. ".repeat(10);

  /** The heap that servers are delivered with, and what the operations page adds to it. */
  private static final int DELIVERED_HEAP_MEBIBYTES = 1024;

  private static final int MAX_NON_HEAP_MEBIBYTES = 768;

  @Test
  void aServerAsDeliveredAppliesEightOfTheLargestBatchesAtOnce() throws Exception {
    int batches = 8;
    int items = 100_000;
    try (Postgres postgres = Postgres.create();
        PrivateServer server =
            PrivateServer.install("memory", Map.of("grievances.transaction.timeout", "10m"))
                .add(PostgresDataSource.of(DATABASE, "postgres", postgres.port()))) {
      server.start();
      server.awaitDatabase(DATABASE);
      for (int status : atOnce(batches, batch -> put(server, 1 + batch * items, items))) {
        assertEquals(207, status);
      }
      assertWithinMemory(server, DELIVERED_HEAP_MEBIBYTES);
    }
  }

  @Test
  void aServerWithASmallHeapRefusesTheBatchesThatItHasNoRoomFor() throws Exception {
    int heapMebibytes = 128;
    int clients = 64;
    int batchesOfClient = 5;
    int items = 2_000;
    AtomicInteger succeeded = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (Postgres postgres = Postgres.create();
        PrivateServer server =
            PrivateServer.install("small-heap")
                .add(PostgresDataSource.of(DATABASE, "postgres", postgres.port()))
                .addJvmOption("-Xmx" + heapMebibytes + "m")) {
      server.start();
      server.awaitDatabase(DATABASE);
      atOnce(
          clients,
          client -> {
            for (int batch = 0; batch < batchesOfClient; batch++) {
              int status = put(server, 1 + client * items, items);
              assertTrue(status == 207 || status == 503, "answered " + status);
              (status == 207 ? succeeded : refused).incrementAndGet();
            }
            return 0;
          });
      System.out.printf("%d batches succeeded, %d were refused%n", succeeded.get(), refused.get());
      assertTrue(succeeded.get() > 0 && refused.get() > 0);
      assertEquals(207, put(server, 1, items));
      assertWithinMemory(server, heapMebibytes);
    }
  }

  /** Something that a client does, and the status of the last response. */
  @FunctionalInterface
  private interface Calls {
    int run(int client) throws IOException;
  }

  private static List<Integer> atOnce(int clients, Calls calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        running.add(threads.submit(() -> calls.run(number)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : running) {
        statuses.add(each.get());
      }
      return statuses;
    } finally {
      threads.shutdownNow();
    }
  }

  private static int put(PrivateServer server, int firstKey, int items) throws IOException {
    StringBuilder body = new StringBuilder("[");
    IntStream.range(firstKey, firstKey + items)
        .forEach(
            key ->
                body.append(key == firstKey ? "" : ",")
                    .append("{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, ISSUE)));
    byte[] bytes = body.append("]").toString().getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> response = server.put(DATABASE, bytes, TIMEOUT);
    return response.statusCode();
  }

  private static void assertWithinMemory(PrivateServer server, int heapMebibytes)
      throws IOException, InterruptedException {
    long resident = server.residentMebibytes();
    System.out.printf(
        "-Xmx%dm: %d MiB resident%n%s", heapMebibytes, resident, server.heapAfterGc());
    assertFalse(server.consoleLog().contains("OutOfMemoryError"));
    assertTrue(resident <= heapMebibytes + MAX_NON_HEAP_MEBIBYTES, resident + " MiB are resident");
  }
}
