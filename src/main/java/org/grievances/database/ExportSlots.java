package org.grievances.database;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/**
 * Limits the exports of one database that run at a time: of all clients together, and to one for
 * each client, so that none can take the place of all.
 */
final class ExportSlots {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String database;
  private final Bulkhead readers;
  private final Set<String> clients = ConcurrentHashMap.newKeySet();

  /**
   * @param most how many may be read at a time
   */
  ExportSlots(String database, int most) {
    this.database = database;
    this.readers = new Bulkhead("Exporting from database " + database, most);
  }

  /**
   * Begins an export of a client.
   *
   * @throws FailureException {@code OVERLOADED} if it has one running, or others have enough
   */
  Slot acquire(String client) {
    if (!clients.add(client)) {
      throw new FailureException(
          Failure.OVERLOADED,
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

  /** What an export holds: the place of a reader until all is read, and the client's to its end. */
  final class Slot implements AutoCloseable {
    private final String client;
    private Bulkhead.Permit reader;

    private Slot(String client, Bulkhead.Permit reader) {
      this.client = client;
      this.reader = reader;
    }

    /** Gives back the place of the reader. */
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
