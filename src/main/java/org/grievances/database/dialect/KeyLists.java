package org.grievances.database.dialect;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Splits keys into lists for the {@code IN} of a statement. The lists have two lengths only, so
 * that the database compiles a statement twice at most.
 */
final class KeyLists {
  private static final int LENGTH = 100;

  private KeyLists() {}

  /** Lists with all keys; the last key is repeated to fill the last list. */
  static List<List<Object>> of(List<Object> keys) {
    if (keys.size() == 1) {
      return List.of(keys);
    }
    return IntStream.iterate(0, first -> first < keys.size(), first -> first + LENGTH)
        .mapToObj(first -> filled(keys.subList(first, Math.min(first + LENGTH, keys.size()))))
        .toList();
  }

  private static List<Object> filled(List<Object> keys) {
    Object last = keys.get(keys.size() - 1);
    List<Object> filling = Collections.nCopies(LENGTH - keys.size(), last);
    return Stream.concat(keys.stream(), filling.stream()).toList();
  }
}
