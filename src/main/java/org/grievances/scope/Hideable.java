package org.grievances.scope;

import java.util.Set;

/** The members of records that can be hidden from a client. */
public interface Hideable {
  Set<String> names();
}
