package org.grievances.schema;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Who changes records, and when: in UTC, with microsecond precision. */
public record AuditStamp(LocalDateTime date, Author author) {

  public static AuditStamp now(Author author) {
    return new AuditStamp(LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS), author);
  }
}
