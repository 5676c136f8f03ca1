package org.grievances.security;

import jakarta.persistence.MappedSuperclass;
import java.util.ArrayList;
import java.util.List;

/**
 * A row that grants something, as far as it is signed: for its table, its database and all that it
 * says. One that was inserted, changed or copied by anybody else counts for nothing.
 */
@MappedSuperclass
public abstract class SignedRow {
  private String signature;

  /** The name of its table. */
  abstract String purpose();

  /** Everything that it says, in an order that stays. */
  abstract List<String> texts();

  /**
   * Signs what it says now.
   *
   * @param database the name of the only one that it counts in
   */
  final void sign(SessionKeys keys, String database) {
    signature = keys.sign(purpose(), in(database));
  }

  final boolean isSigned(SessionKeys keys, String database) {
    return keys.isSigned(signature, purpose(), in(database));
  }

  private List<String> in(String database) {
    List<String> all = new ArrayList<>(texts());
    all.add(database);
    return all;
  }
}
