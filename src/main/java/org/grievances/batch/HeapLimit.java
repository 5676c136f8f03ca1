package org.grievances.batch;

/**
 * How many batches may run at a time in a heap of some size. A server with too little heap for its
 * batches would collect garbage for minutes, and answer nobody.
 */
final class HeapLimit {
  private static final long MEBIBYTE = 1024 * 1024;

  /** The heap in use of an idle server with two databases. */
  private static final long BYTES_OF_SERVER = 96 * MEBIBYTE;

  /**
   * A chunk of rows as they are read and as they are sent to the database, and the outcomes; bodies
   * have a limit of their own.
   */
  private static final long BYTES_OF_BATCH = 8 * MEBIBYTE;

  private HeapLimit() {}

  /**
   * The number of batches, at least one.
   *
   * @param maxHeapBytes the size that the heap can grow to
   * @param configured the number that there may be in a heap that is large enough
   */
  static int maxBatches(long maxHeapBytes, int configured) {
    long room = (maxHeapBytes - BYTES_OF_SERVER) / BYTES_OF_BATCH;
    return (int) Math.max(1, Math.min(configured, room));
  }
}
