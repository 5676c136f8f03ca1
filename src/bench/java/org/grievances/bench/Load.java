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
 * What several callers did together, each making its next call when the last one has ended.
 *
 * @param seconds from the first call to the end of the last
 * @param millis of each call
 */
record Load(double seconds, List<Double> millis) {

  /** A call that one caller makes with its own means, such as a connection. */
  @FunctionalInterface
  interface Call<T> {
    void make(int caller, T with) throws Exception;
  }

  static <T> Load run(int callers, List<T> work, Call<T> call) throws Exception {
    Queue<T> queue = new ConcurrentLinkedQueue<>(work);
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    ExecutorService executor = Executors.newFixedThreadPool(callers);
    try {
      long begun = System.nanoTime();
      List<Future<?>> ends = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int number = caller;
        ends.add(
            executor.submit(
                () -> {
                  for (T next = queue.poll(); next != null; next = queue.poll()) {
                    long called = System.nanoTime();
                    call.make(number, next);
                    millis.add((System.nanoTime() - called) / 1e6);
                  }
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return new Load((System.nanoTime() - begun) / 1e9, millis);
    } finally {
      executor.shutdown();
    }
  }
}
