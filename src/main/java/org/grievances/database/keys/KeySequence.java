package org.grievances.database.keys;

import java.sql.SQLException;
import java.util.List;
import org.grievances.database.dialect.TableKeys;

/**
 * Generates the keys of new records: from a database sequence, above all keys in use. If the
 * greatest possible key is in use, the sequence continues below it, from one free key to the next.
 * Generating a key blocks no transaction that writes records.
 */
public final class KeySequence {
  private static final int GREATEST = Integer.MAX_VALUE;

  /** The number of keys that other, uncommitted batches may use. */
  private static final int REACH_OF_OTHERS = 100_000;

  private final TableKeys table;

  public KeySequence(TableKeys table) {
    this.table = table;
  }

  /**
   * Keys for several records, in ascending order, each of which was unused when it was looked up.
   *
   * @param count how many are wanted
   * @param again whether another transaction took one of the previous keys in the meantime
   * @return at least one, and no more than are wanted: fewer where they have to be searched for
   */
  public List<Integer> next(int count, boolean again) throws SQLException {
    long greatest = again ? GREATEST : table.greatestKey();
    if (greatest < GREATEST) {
      List<Long> keys = table.nextValues(count);
      if (keys.get(0) > greatest && keys.get(count - 1) <= GREATEST) {
        return keys.stream().map(Long::intValue).toList();
      }
    }
    return List.of(next(again));
  }

  /**
   * A key that was unused when it was looked up. Callers may also choose keys of their own, which
   * the sequence does not know.
   *
   * @param again whether another transaction took the previous key in the meantime
   */
  public int next(boolean again) throws SQLException {
    long key = table.nextValue();
    long greatest = table.greatestKey();
    if (greatest == GREATEST) {
      return key <= GREATEST && !table.exists(key) ? (int) key : nextFree(key);
    }
    if (again || key <= greatest) {
      key = takePast(again ? REACH_OF_OTHERS : 0);
    }
    return key <= GREATEST ? (int) key : nextFree(key);
  }

  /** Only one transaction at a time advances the sequence, so that it never moves backwards. */
  private long takePast(int reach) throws SQLException {
    table.holdSequence();
    long key = table.nextValue();
    long greatest = table.greatestKey();
    if (reach == 0 && key > greatest) {
      return key;
    }
    table.advanceSequence(Math.min(Math.max(key, greatest) + reach, GREATEST - 1L));
    return table.nextValue();
  }

  /** The next free key, from which the sequence continues; starts over at 1 when none is left. */
  private int nextFree(long taken) throws SQLException {
    long free = table.freeKeyAfter(taken).orElse(0);
    if (free > taken) {
      table.holdSequence();
      table.advanceSequence(free);
      return (int) free;
    }
    return table.exists(1) ? (int) table.freeKeyAfter(1).orElseThrow() : 1;
  }
}
