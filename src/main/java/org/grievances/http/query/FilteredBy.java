package org.grievances.http.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/**
 * Marks an operation that takes the parameters of {@link Filters} in addition to those of its
 * beans.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FilteredBy {

  /** Supplies the filters; has a public constructor without parameters. */
  Class<? extends Supplier<Filters>> value();
}
