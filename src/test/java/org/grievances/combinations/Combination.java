package org.grievances.combinations;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One way to send a batch: a value of each dimension in which batches differ.
 *
 * @param key whether the batch has an {@code Idempotency-Key}, and is sent again under it
 * @param gzip whether the body is packed
 * @param contended whether another batch writes the same records at the same time
 * @param heapTaken whether other bodies take all memory for bodies, so that this one goes to a file
 */
record Combination(
    Store store,
    Action action,
    Size size,
    Mode mode,
    Fault fault,
    boolean key,
    boolean gzip,
    boolean contended,
    boolean heapTaken) {
  private static final int[] VALUES = {
    Store.values().length,
    Action.values().length,
    Size.values().length,
    Mode.values().length,
    Fault.values().length,
    2,
    2,
    2,
    2
  };

  /** The database: its product, and whether it keeps the history of records. */
  enum Store {
    DERBY,
    DERBY_WITHOUT_HISTORY,
    POSTGRESQL,
    POSTGRESQL_WITHOUT_HISTORY;

    boolean keepsHistory() {
      return this == DERBY || this == POSTGRESQL;
    }

    /** The name of the database to callers. */
    String database() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the batch does. */
  enum Action {
    PUT,
    DELETE
  }

  /** How many items the batch has: in one statement, in two, in many and in a file. */
  enum Size {
    ONE(1),
    CHUNKS(1_200),
    FILE(13_000);

    final int items;

    Size(int items) {
      this.items = items;
    }
  }

  /** What the caller asks for. */
  enum Mode {
    PLAIN(""),
    ATOMIC("?atomic=true"),
    DRY_RUN("?dryRun=true"),
    IF_UNCHANGED("?ifUnchanged=true");

    final String query;

    Mode(String query) {
      this.query = query;
    }
  }

  /** What is wrong with the batch. */
  enum Fault {
    NONE,
    FAULTY_ITEM,
    KEY_TWICE,
    REFUSED_ROW
  }

  private static Combination of(int[] values) {
    return new Combination(
        Store.values()[values[0]],
        Action.values()[values[1]],
        Size.values()[values[2]],
        Mode.values()[values[3]],
        Fault.values()[values[4]],
        values[5] == 1,
        values[6] == 1,
        values[7] == 1,
        values[8] == 1);
  }

  /** All there are. */
  static List<Combination> all() {
    return indices().stream().map(Combination::of).toList();
  }

  /** As few as show every pair of values of two dimensions; the same ones each time. */
  static List<Combination> pairs() {
    List<int[]> candidates = indices();
    BitSet missing = new BitSet();
    candidates.forEach(each -> missing.or(pairsOf(each)));
    List<Combination> chosen = new ArrayList<>();
    while (!missing.isEmpty()) {
      int[] best = null;
      int most = 0;
      for (int[] candidate : candidates) {
        BitSet pairs = pairsOf(candidate);
        pairs.and(missing);
        if (pairs.cardinality() > most) {
          most = pairs.cardinality();
          best = candidate;
        }
      }
      missing.andNot(pairsOf(best));
      chosen.add(of(best));
    }
    return chosen;
  }

  private static List<int[]> indices() {
    List<int[]> all = List.of(new int[VALUES.length]);
    for (int dimension = 0; dimension < VALUES.length; dimension++) {
      List<int[]> more = new ArrayList<>();
      for (int[] each : all) {
        for (int value = 0; value < VALUES[dimension]; value++) {
          int[] next = each.clone();
          next[dimension] = value;
          more.add(next);
        }
      }
      all = more;
    }
    return all;
  }

  /** A bit for each pair of values; no dimension has more than ten. */
  private static BitSet pairsOf(int[] values) {
    BitSet pairs = new BitSet();
    for (int one = 0; one < values.length; one++) {
      for (int other = one + 1; other < values.length; other++) {
        pairs.set(((one * 10 + values[one]) * 10 + other) * 10 + values[other]);
      }
    }
    return pairs;
  }
}
