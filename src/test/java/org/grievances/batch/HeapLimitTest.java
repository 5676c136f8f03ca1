package org.grievances.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapLimitTest {

  @ParameterizedTest
  @CsvSource({"64, 100, 1", "128, 100, 4", "512, 100, 52", "512, 20, 20", "1024, 100, 100"})
  void aHeapHasRoomForSoManyBatches(long mebibytes, int configured, int batches) {
    assertEquals(batches, HeapLimit.maxBatches(mebibytes << 20, configured));
  }
}
