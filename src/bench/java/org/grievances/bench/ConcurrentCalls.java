package org.grievances.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The times of concurrent calls, where each caller starts its next call when the last one has
 * ended.
 *
 * @param seconds the time from the start of the first call to the end of the last
 * @param millis the time of each call
 */
record ConcurrentCalls(double seconds, List<Double> millis) {

  /** A call; the number of the caller selects its resources, such as a connection. */
  @FunctionalInterface
  interface Call<T> {
    void make(int caller, T task) throws Exception;
  }

  static <T> ConcurrentCalls run(int callers, List<T> tasks, Call<T> call) throws Exception {
    Queue<T> queue = new ConcurrentLinkedQueue<>(tasks);
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    ExecutorService executor = Executors.newFixedThreadPool(callers);
    try {
      long started = System.nanoTime();
      List<Future<?>> results = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int number = caller;
        results.add(
            executor.submit(
                () -> {
                  for (T next = queue.poll(); next != null; next = queue.poll()) {
                    long callStarted = System.nanoTime();
                    call.make(number, next);
                    millis.add((System.nanoTime() - callStarted) / 1e6);
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
      return new ConcurrentCalls((System.nanoTime() - started) / 1e9, millis);
    } finally {
      executor.shutdown();
    }
  }
}
