package org.grievances.security.session;

import jakarta.persistence.MappedSuperclass;
import java.util.ArrayList;
import java.util.List;

/**
 * A signed row that grants access. The signature covers its table, its database and all its values,
 * so that a row that was inserted, changed or copied by anybody else is ignored.
 */
@MappedSuperclass
public abstract class SignedRow {
  private String signature;

  /** The name of its table. */
  abstract String purpose();

  /** All its values, in a fixed order. */
  abstract List<String> texts();

  /**
   * Signs the current values.
   *
   * @param database the name of the only database in which it is valid
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
