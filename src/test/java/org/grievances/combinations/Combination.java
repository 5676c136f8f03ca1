package org.grievances.combinations;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One combination of test parameters for a batch.
 *
 * @param idempotencyKey whether the batch has an {@code Idempotency-Key} and is sent twice with it
 * @param gzip whether the body is compressed
 * @param concurrent whether another batch writes the same records at the same time
 * @param memoryFull whether other requests use up the memory for bodies, so that the server stores
 *     this body in a file
 */
record Combination(
    Database database,
    Action action,
    Size size,
    Mode mode,
    Defect defect,
    boolean idempotencyKey,
    boolean gzip,
    boolean concurrent,
    boolean memoryFull) {
  private static final int[] VALUE_COUNTS = {
    Database.values().length,
    Action.values().length,
    Size.values().length,
    Mode.values().length,
    Defect.values().length,
    2,
    2,
    2,
    2
  };

  /**
   * The database: its product, and whether the history of records is enabled. One is spread, with
   * its records in partitions.
   */
  enum Database {
    DERBY,
    DERBY_WITHOUT_HISTORY,
    POSTGRESQL,
    POSTGRESQL_WITHOUT_HISTORY,
    PARTITIONED;

    boolean keepsHistory() {
      return this == DERBY || this == POSTGRESQL || this == PARTITIONED;
    }

    /** The name of the database in requests. */
    String databaseName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The operation of the batch, by its HTTP method. */
  enum Action {
    PUT,
    POST,
    DELETE
  }

  /**
   * The number of items: a single item, two chunks, or a body large enough to be stored in a file.
   */
  enum Size {
    ONE(1),
    CHUNKED(1_200),
    SPOOLED(13_000);

    final int items;

    Size(int items) {
      this.items = items;
    }
  }

  /** The option that the batch is sent with, by its query parameter. */
  enum Mode {
    PLAIN(""),
    ATOMIC("?atomic=true"),
    DRY_RUN("?dryRun=true"),
    IF_UNCHANGED("?ifUnchanged=true"),
    MERGE("?merge=true"),
    ONLY_NEW("?only=new"),
    ONLY_EXISTING("?only=existing");

    final String query;

    Mode(String query) {
      this.query = query;
    }

    private boolean isFor(Action action) {
      return switch (this) {
        case PLAIN, ATOMIC, DRY_RUN -> true;
        case IF_UNCHANGED -> action != Action.POST;
        case MERGE, ONLY_NEW, ONLY_EXISTING -> action == Action.PUT;
      };
    }
  }

  /** The defect of the batch. In one whose keys the service gives, an item has a key. */
  enum Defect {
    NONE,
    INVALID_ITEM,
    DUPLICATE_KEY,
    REJECTED_ROW
  }

  private static Combination of(int[] values) {
    return new Combination(
        Database.values()[values[0]],
        Action.values()[values[1]],
        Size.values()[values[2]],
        Mode.values()[values[3]],
        Defect.values()[values[4]],
        values[5] == 1,
        values[6] == 1,
        values[7] == 1,
        values[8] == 1);
  }

  /** All combinations. */
  static List<Combination> all() {
    return possibleIndices().stream().map(Combination::of).toList();
  }

  /**
   * A small set of combinations that covers every pair of values of two parameters (pairwise
   * testing), chosen greedily. The result is deterministic.
   */
  static List<Combination> pairs() {
    List<int[]> candidates = possibleIndices();
    BitSet uncovered = new BitSet();
    candidates.forEach(each -> uncovered.or(pairsOf(each)));
    List<Combination> chosen = new ArrayList<>();
    while (!uncovered.isEmpty()) {
      int[] best = null;
      int bestCount = 0;
      for (int[] candidate : candidates) {
        BitSet pairs = pairsOf(candidate);
        pairs.and(uncovered);
        if (pairs.cardinality() > bestCount) {
          bestCount = pairs.cardinality();
          best = candidate;
        }
      }
      uncovered.andNot(pairsOf(best));
      chosen.add(of(best));
    }
    return chosen;
  }

  private static List<int[]> possibleIndices() {
    return allIndices().stream().filter(values -> of(values).isPossible()).toList();
  }

  private boolean isPossible() {
    return mode.isFor(action);
  }

  private static List<int[]> allIndices() {
    List<int[]> all = List.of(new int[VALUE_COUNTS.length]);
    for (int parameter = 0; parameter < VALUE_COUNTS.length; parameter++) {
      List<int[]> extended = new ArrayList<>();
      for (int[] each : all) {
        for (int value = 0; value < VALUE_COUNTS[parameter]; value++) {
          int[] next = each.clone();
          next[parameter] = value;
          extended.add(next);
        }
      }
      all = extended;
    }
    return all;
  }

  /** The value pairs in a combination, one bit for each; a parameter has at most ten values. */
  private static BitSet pairsOf(int[] values) {
    BitSet pairs = new BitSet();
    for (int first = 0; first < values.length; first++) {
      for (int second = first + 1; second < values.length; second++) {
        pairs.set(((first * 10 + values[first]) * 10 + second) * 10 + values[second]);
      }
    }
    return pairs;
  }
}
