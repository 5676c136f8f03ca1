package org.grievances.item;

/** How the items of a batch stand in a body. */
public enum BodyFormat {
  /** One JSON array (RFC 8259). */
  JSON,
  /** One JSON object a line. */
  NDJSON,
  /** One row an item, after a header row with the names of the members (RFC 4180). */
  CSV
}
