package org.grievances.database;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Who changes records, and when: in UTC, to the microsecond. */
public record Stamp(LocalDateTime date, String user) {

  public static Stamp now(String user) {
    return new Stamp(LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS), user);
  }
}
