package org.grievances.batch;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which records the items of a batch may be of. */
public enum Only {
  /** Items create records with new keys, and change existing ones. */
  ANY,
  /** Items only create records. */
  NEW,
  /** Items only change records. */
  EXISTING;

  /**
   * The choice of a request.
   *
   * @param name in lower case; null for {@link #ANY}
   * @return empty if there is none with this name
   */
  public static Optional<Only> of(String name) {
    return name == null
        ? Optional.of(ANY)
        : Stream.of(NEW, EXISTING).filter(each -> each.label().equals(name)).findFirst();
  }

  /** The name in requests; null for {@link #ANY}. */
  public String label() {
    return this == ANY ? null : name().toLowerCase(Locale.ROOT);
  }
}
