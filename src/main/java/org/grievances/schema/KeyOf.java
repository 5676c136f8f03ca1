package org.grievances.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an entity of records whose key is a text that is made of other members: those that have a
 * value, in this order, with a blank between two. It cannot be sent, and they never change.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface KeyOf {
  /** The members, of which only the last may have blanks in its value. */
  String[] value();
}
