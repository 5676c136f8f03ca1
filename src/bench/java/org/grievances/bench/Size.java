package org.grievances.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What to send.
 *
 * @param batch the items of a batch
 * @param callers how many callers send at once
 * @param records the items of all batches together
 */
record Size(int batch, int callers, int records) {

  /**
   * Returns all batches.
   *
   * @param firstKey the lowest key of the first batch; the keys of all batches are consecutive
   * @param content the content of a batch, by its lowest key
   */
  <T> List<T> batches(int firstKey, IntFunction<T> content) {
    return IntStream.range(0, records / batch)
        .mapToObj(number -> content.apply(firstKey + number * batch))
        .toList();
  }
}
