package org.grievances.loader;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.grievances.loader.client.MultiStatus;

/** The outcomes of the rows of a slice. */
record Outcomes(long created, long updated, List<FailedRow> failed) {
  private static final int CREATED = 201;
  private static final int UPDATED = 200;
  private static final ObjectReader ITEMS = JsonText.MAPPER.readerFor(MultiStatus.class);

  static Outcomes ofUnsent(Slice slice) {
    return new Outcomes(0, 0, slice.unsent());
  }

  Outcomes and(Outcomes other) {
    List<FailedRow> all = new ArrayList<>(failed);
    all.addAll(other.failed);
    return new Outcomes(created + other.created, updated + other.updated, all);
  }

  /**
   * Reads an answer in lines of JSON.
   *
   * @param from the first row that it answers
   * @param to the row after the last
   * @throws RetryException if it does not have an outcome for each row
   */
  static Outcomes read(byte[] answer, Slice slice, int from, int to) {
    long created = 0;
    long updated = 0;
    List<FailedRow> failed = new ArrayList<>();
    int index = from;
    try (MappingIterator<MultiStatus> items = ITEMS.readValues(answer)) {
      while (index < to && items.hasNextValue()) {
        MultiStatus item = items.nextValue();
        switch (item.getStatus()) {
          case CREATED -> created++;
          case UPDATED -> updated++;
          default -> failed.add(slice.failed(index, item.getStatus(), Reason.of(item)));
        }
        index++;
      }
    } catch (IOException e) {
      throw incomplete();
    }
    if (index < to) {
      throw incomplete();
    }
    return new Outcomes(created, updated, failed);
  }

  private static RetryException incomplete() {
    return new RetryException("The answer does not tell of each row", null);
  }
}
