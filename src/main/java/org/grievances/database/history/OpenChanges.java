package org.grievances.database.history;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The changes that the open transactions of this server have added to the history of a database
 * that no other server can open. The database numbers changes in ascending order; below the first
 * number of each open transaction, all changes are committed or rolled back.
 */
public final class OpenChanges {
  private final Map<Transaction, Instant> open = new HashMap<>();

  /** The greatest number that is known to be given. */
  private long greatest;

  /** A transaction, from its first change to its end. */
  public final class Transaction {
    private long first;
    private boolean numbered;
    private boolean ended;

    private Transaction() {}

    /**
     * Call it before a change gets its number, which is then greater than those that are known.
     * What is added after the end is never committed.
     */
    void begin() {
      synchronized (OpenChanges.this) {
        if (!ended && open.putIfAbsent(this, Instant.now()) == null) {
          first = greatest + 1;
        }
      }
    }

    /** Call it with the number of each change; those that follow have greater ones. */
    void added(long change) {
      synchronized (OpenChanges.this) {
        greatest = Math.max(greatest, change);
        if (!numbered) {
          numbered = true;
          first = change;
        }
      }
    }

    /** Call it once the transaction is committed or rolled back. */
    public void end() {
      synchronized (OpenChanges.this) {
        ended = true;
        open.remove(this);
      }
    }
  }

  /** A transaction that may change records. */
  public Transaction transaction() {
    return new Transaction();
  }

  /**
   * @param known a number that a change has got
   */
  synchronized ChangesEnd end(long known) {
    greatest = Math.max(greatest, known);
    long following = greatest + 1;
    Instant now = Instant.now();
    Instant since = open.values().stream().min(Instant::compareTo).orElse(now);
    return new ChangesEnd(
        following,
        open.keySet().stream().mapToLong(each -> each.first).min().orElse(following),
        since,
        Duration.between(since, now).toMillis() / 1000.0);
  }

  /** Whether the numbers of changes that were given before the server started are known. */
  synchronized boolean knowsGreatest() {
    return greatest > 0;
  }
}
