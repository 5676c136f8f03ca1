package org.grievances.loader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Splits lines of JSON or rows of CSV as they arrive, and passes on complete ones only. */
final class RecordSplitter {
  private final boolean csv;
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private boolean quoted;

  /** Accepts a record with its line end. */
  @FunctionalInterface
  interface RecordConsumer {
    void take(byte[] record) throws IOException;
  }

  /**
   * @param csv whether a line end between quotes ends no record
   */
  RecordSplitter(boolean csv) {
    this.csv = csv;
  }

  void split(byte[] bytes, int length, RecordConsumer consumer) throws IOException {
    int begin = 0;
    for (int i = 0; i < length; i++) {
      if (csv && bytes[i] == '"') {
        quoted = !quoted;
      } else if (bytes[i] == '\n' && !quoted) {
        record.write(bytes, begin, i + 1 - begin);
        consumer.take(record.toByteArray());
        record.reset();
        begin = i + 1;
      }
    }
    record.write(bytes, begin, length - begin);
  }
}
