package org.grievances.bench;

/** A database of {@link BenchServer}, and how its callers reach it. */
enum Target {
  POSTGRESQL("PostgreSQL", "bench", false),
  POSTGRESQL_WITH_HISTORY("PostgreSQL", "told", false),
  POSTGRESQL_DELIVERED("PostgreSQL", "told", true),
  POSTGRESQL_UNRECORDED("PostgreSQL", "bench", true),
  SPREAD_DELIVERED("PostgreSQL", "spread", true),
  DERBY("Derby", "alpha", false),
  DERBY_UNRECORDED("Derby", "alpha", true),
  DERBY_WITH_HISTORY("Derby", "beta", false),
  DERBY_DELIVERED("Derby", "beta", true);

  private final String product;
  private final String database;
  private final boolean delivered;

  Target(String product, String database, boolean delivered) {
    this.product = product;
    this.database = database;
    this.delivered = delivered;
  }

  String product() {
    return product;
  }

  /** Returns the name by which callers select the database. */
  String database() {
    return database;
  }

  /**
   * Returns whether callers use HTTPS and send an {@code Idempotency-Key} with each write, as
   * recommended to them; otherwise they use plain HTTP and send none.
   */
  boolean delivered() {
    return delivered;
  }
}
