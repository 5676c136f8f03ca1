package org.grievances.loader;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of a file that are sent together. */
final class Slice {
  private static final int FIRST_CAPACITY = 1_024;

  private final byte[] header;
  private final long first;
  private long read;
  private final Text text = new Text();
  private int[] ends = new int[FIRST_CAPACITY];

  /** The originals of rows that are converted before they are sent. */
  private final Text originals = new Text();

  private int[] originalEnds = new int[FIRST_CAPACITY];
  private long[] lines = new long[FIRST_CAPACITY];
  private int count;
  private final Set<Long> keys = new HashSet<>();
  private final List<FailedRow> unsent = new ArrayList<>();
  private int unsentLength;

  /** Bytes that can be read without a copy. */
  private static final class Text extends ByteArrayOutputStream {

    BodyPublisher part(int from, int to) {
      return BodyPublishers.ofByteArray(buf, from, to - from);
    }

    String text(int from, int to) {
      return new String(buf, from, to - from, StandardCharsets.UTF_8);
    }
  }

  /**
   * @param first the number of its first row in the file, from 0
   * @param header precedes the rows in each request
   */
  Slice(long first, String header) {
    this.first = first;
    this.header = header.getBytes(StandardCharsets.UTF_8);
  }

  void add(Row row) {
    read++;
    if (row.error() != null) {
      unsent.add(FailedRow.ofUnsent(row));
      unsentLength += row.original().length();
      return;
    }
    text.writeBytes(row.text().getBytes(StandardCharsets.UTF_8));
    text.write('\n');
    if (!row.original().equals(row.text())) {
      originals.writeBytes(row.original().getBytes(StandardCharsets.UTF_8));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      originalEnds = Arrays.copyOf(originalEnds, 2 * count);
      lines = Arrays.copyOf(lines, 2 * count);
    }
    ends[count] = text.size();
    originalEnds[count] = originals.size();
    lines[count] = row.line();
    count++;
    if (row.key() != null) {
      keys.add(row.key());
    }
  }

  /** The number of its first row in the file. */
  long first() {
    return first;
  }

  /** The number of the row after its last. */
  long end() {
    return first + read;
  }

  boolean isEmpty() {
    return read == 0;
  }

  /** The approximate number of bytes in memory. */
  int bytes() {
    return text.size() + originals.size() + unsentLength;
  }

  /** The number of rows that can be sent. */
  int count() {
    return count;
  }

  Set<Long> keys() {
    return keys;
  }

  /** The invalid rows, which are not sent. */
  List<FailedRow> unsent() {
    return unsent;
  }

  /** The body of a request with some of the rows that can be sent. */
  BodyPublisher body(int from, int to) {
    return BodyPublishers.concat(
        BodyPublishers.ofByteArray(header), text.part(start(from), start(to)));
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** A row that was sent, and what became of it. */
  FailedRow failed(int index, int status, Reason reason) {
    return new FailedRow(lines[index], original(index), status, reason.at(lines[index]));
  }

  private String original(int index) {
    int begin = index == 0 ? 0 : originalEnds[index - 1];
    return originalEnds[index] > begin
        ? originals.text(begin, originalEnds[index])
        : text.text(start(index), ends[index] - 1);
  }
}
