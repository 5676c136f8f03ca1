package org.grievances.database.history;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A place in the changes of a database: those up to a record of a change are before it.
 *
 * @param change the number of the change, as many records as it has
 * @param key the greatest key whose record is before the place; later records of the same change
 *     are after it
 * @param time before which all changes after the place were not made yet, but for the inaccuracy of
 *     clocks
 * @param restoration stands for the last time that the database had been restored to an earlier
 *     state, since numbers are given again after that; 0 for none
 */
public record ChangePlace(long change, int key, Instant time, int restoration) {
  private static final byte VERSION = 2;
  private static final int LENGTH = 1 + Long.BYTES + Integer.BYTES + Long.BYTES + 2 * Integer.BYTES;

  /** The place after all records of a change. */
  static ChangePlace after(long change, Instant time) {
    return new ChangePlace(change, Integer.MAX_VALUE, time, 0);
  }

  /** The same place, after a restoration. */
  ChangePlace in(int other) {
    return new ChangePlace(change, key, time, other);
  }

  /** The same place, with the later one of two times that are true of it. */
  ChangePlace notBefore(Instant other) {
    return other.isAfter(time) ? new ChangePlace(change, key, other, restoration) : this;
  }

  /** Whether all records of its change are before it. */
  boolean isAfterChange() {
    return key == Integer.MAX_VALUE;
  }

  /** As a text for clients, who give it back unchanged; with a checksum of what it belongs to. */
  public String text(String database) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.put(VERSION).putLong(change).putInt(key).putLong(micros(time)).putInt(restoration);
    bytes.putInt(checksum(bytes, database));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Reads the text of a place; empty if it is none of this database. */
  public static Optional<ChangePlace> parse(String text, String database) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      byte version = bytes.get();
      ChangePlace place =
          new ChangePlace(
              bytes.getLong(),
              bytes.getInt(),
              Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS),
              bytes.getInt());
      boolean isValid = version == VERSION && place.text(database).equals(text);
      return isValid ? Optional.of(place) : Optional.empty();
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | DateTimeException
        | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static int checksum(ByteBuffer bytes, String database) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), 0, bytes.position());
    checksum.update(database.getBytes(StandardCharsets.UTF_8));
    return (int) checksum.getValue();
  }
}
