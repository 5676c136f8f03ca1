package org.grievances.http.request;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of operations that an API key can be limited to. */
public enum Permission {
  /** Reads records, lists, exports, changes, deadlines and statistics. */
  READ,
  /** Writes single records. */
  WRITE,
  /** Runs batches and jobs, and keeps what these need. */
  LOAD,
  /** Sees who has seen what, and manages lists of codes, databases and sessions. */
  ADMINISTER,
  /** Signs in and out, which every key may; no key is limited to it. */
  SIGN_IN;

  /** The permission with a name in the configuration. */
  public static Optional<Permission> named(String name) {
    return Stream.of(READ, WRITE, LOAD, ADMINISTER)
        .filter(each -> each.label().equals(name))
        .findFirst();
  }

  /** Its name in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
