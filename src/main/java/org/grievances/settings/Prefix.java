package org.grievances.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The part that the names of a record's settings have in common. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Prefix {
  String value();
}
