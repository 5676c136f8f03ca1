package org.grievances.database;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * Limits the exports of one database that run at a time: of all clients together, and to one for
 * each client, so that no client can take all slots.
 */
final class ExportSlots {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String database;
  private final Bulkhead readers;
  private final Set<String> clients = ConcurrentHashMap.newKeySet();

  /**
   * @param max the maximum number of exports that are read at a time
   */
  ExportSlots(String database, int max) {
    this.database = database;
    this.readers = new Bulkhead("Exporting from database " + database, max);
  }

  /**
   * Begins an export of a client.
   *
   * @throws FailureException {@code OVERLOADED} if the client has one running, or the limit is
   *     reached
   */
  Slot acquire(String client) {
    if (!clients.add(client)) {
      throw new FailureException(
          ProblemType.OVERLOADED,
          "Client "
              + client
              + " is exporting from database "
              + database
              + " already; start the next export when that one has ended.",
          RETRY);
    }
    try {
      return new Slot(client, readers.acquire());
    } catch (FailureException e) {
      clients.remove(client);
      throw e;
    }
  }

  /**
   * The slot of an export: counts as a reader until all rows are read, and for its client until its
   * end.
   */
  final class Slot implements AutoCloseable {
    private final String client;
    private Bulkhead.Permit reader;

    private Slot(String client, Bulkhead.Permit reader) {
      this.client = client;
      this.reader = reader;
    }

    /** Releases the permit of the reader. */
    void endReading() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }

    @Override
    public void close() {
      endReading();
      clients.remove(client);
    }
  }
}
