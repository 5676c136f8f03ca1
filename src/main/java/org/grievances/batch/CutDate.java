package org.grievances.batch;

import java.time.Duration;
import java.time.LocalDateTime;

/**
 * An {@code update_Date} whose last digits a client has not kept, as JavaScript keeps milliseconds
 * and other languages seconds. It stands for each moment within its millisecond or second.
 */
final class CutDate {
  private static final int NANOS_OF_MILLISECOND = 1_000_000;

  private CutDate() {}

  /**
   * Whether a date may be what is left of another.
   *
   * @param date null for none
   */
  static boolean matches(LocalDateTime cut, LocalDateTime date) {
    return date != null && !date.isBefore(cut) && date.isBefore(cut.plus(precision(cut)));
  }

  private static Duration precision(LocalDateTime cut) {
    if (cut.getNano() == 0) {
      return Duration.ofSeconds(1);
    }
    return cut.getNano() % NANOS_OF_MILLISECOND == 0 ? Duration.ofMillis(1) : Duration.ZERO;
  }

  /**
   * Whether the date of the state before is none that this one may be what is left of.
   *
   * @param former null if there was no state before
   */
  static boolean isBefore(LocalDateTime former, LocalDateTime cut) {
    return former == null || former.isBefore(cut);
  }
}
