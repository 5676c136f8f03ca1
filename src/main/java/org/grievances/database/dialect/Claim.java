package org.grievances.database.dialect;

/** The result of claiming a name, which one transaction at a time can hold. */
public enum Claim {
  /** Another transaction holds it. */
  TAKEN,
  /** It is held until the transaction ends, and no row has it. */
  NEW,
  /** It is held until the transaction ends, and a row has it. */
  KNOWN
}
