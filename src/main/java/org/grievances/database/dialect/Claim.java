package org.grievances.database.dialect;

/** What came of claiming a name that belongs to one transaction at a time. */
public enum Claim {
  /** Another transaction holds it. */
  TAKEN,
  /** It is held until the transaction ends, and no row has it. */
  NEW,
  /** It is held until the transaction ends, and a row has it. */
  KNOWN
}
