package org.grievances.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the key of the record that a record belongs to. A record is only read and written where
 * that one is there and can be seen, and never comes to belong to another.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BelongsTo {
  /** The entity of the record that it belongs to. */
  Class<?> value();

  /** The members of that record which follow from the records that belong to it. */
  Class<? extends Summary> summary();
}
