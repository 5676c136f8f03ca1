package org.grievances.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A part of the records of an entity that embeds it: it is read and replaced by itself, under the
 * key of the record, and neither created nor deleted.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Part {
  /** Its name in jobs and metrics. */
  String value();
}
