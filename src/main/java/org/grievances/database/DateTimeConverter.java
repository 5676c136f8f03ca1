package org.grievances.database;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;

/**
 * Leaves it to the platform of the database how date-times of records are read: EclipseLink reads a
 * {@link LocalDateTime} as a timestamp of the Julian calendar before 1582.
 */
@Converter(autoApply = true)
public class DateTimeConverter implements AttributeConverter<LocalDateTime, Temporal> {

  @Override
  public Temporal convertToDatabaseColumn(LocalDateTime dateTime) {
    return dateTime;
  }

  @Override
  public LocalDateTime convertToEntityAttribute(Temporal dateTime) {
    return (LocalDateTime) dateTime;
  }
}
