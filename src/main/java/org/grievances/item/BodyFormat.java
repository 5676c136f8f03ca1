package org.grievances.item;

/** The format of a batch body. */
public enum BodyFormat {
  /** One JSON array (RFC 8259). */
  JSON,
  /** One JSON object per line. */
  NDJSON,
  /** One row per item, after a header row with the names of the members (RFC 4180). */
  CSV
}
