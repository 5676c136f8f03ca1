package org.grievances.loader;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Sends the slices of a file, several at a time, and records their outcomes. */
final class Batches {
  private static final int TIMEOUT_SECONDS = 10;

  private final BatchSender sender;
  private final Journal journal;
  private final FailedRows failedRows;
  private final Consumer<FailedRow> failures;
  private final InFlightRequests requests;
  private final ExecutorService threads;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param parallel how many slices are sent at a time
   * @param failures receives each failed row
   */
  Batches(
      BatchSender sender,
      Journal journal,
      FailedRows failedRows,
      Consumer<FailedRow> failures,
      int parallel) {
    this.sender = sender;
    this.journal = journal;
    this.failedRows = failedRows;
    this.failures = failures;
    this.requests = new InFlightRequests(parallel);
    this.threads = Executors.newFixedThreadPool(parallel);
  }

  /** Sends all slices; stops at the first failure that is not temporary. */
  void send(Slicer slices) {
    try {
      Slice next = slices.next();
      while (next != null && failure.get() == null) {
        Slice slice = next;
        requests.enter(slice);
        if (failure.get() == null) {
          journal.begin(slice.first(), slice.end());
          threads.execute(() -> process(slice));
          next = slices.next();
        }
      }
      requests.awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ExitException.stopped("Interrupted");
    } finally {
      end();
    }
    if (failure.get() instanceof RuntimeException stopped) {
      throw stopped;
    }
    if (failure.get() != null) {
      throw ExitException.stopped("There is not enough memory; try fewer --parallel.");
    }
  }

  private void process(Slice slice) {
    try {
      finish(slice, sender.send(slice));
    } catch (RuntimeException | OutOfMemoryError e) {
      failure.compareAndSet(null, e);
      requests.abandon();
    } finally {
      requests.leave(slice);
    }
  }

  /** Failed rows are on the disk before the journal records them. */
  private synchronized void finish(Slice slice, Outcomes outcomes) {
    long failedBytes = failedRows.add(outcomes.failed());
    outcomes.failed().forEach(failures);
    journal.finish(slice.first(), slice.end(), Totals.of(outcomes), failedBytes);
  }

  /** Slices that were being sent are sent again when the load is resumed. */
  private void end() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
