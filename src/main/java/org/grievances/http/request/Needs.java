package org.grievances.http.request;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which permission a caller with limits needs for an operation. An operation without it is for
 * nobody with limits.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  Permission value();

  /**
   * Whether callers who may see only some records may call it, since it shows and changes no
   * others.
   */
  boolean keepsToScope() default false;
}
