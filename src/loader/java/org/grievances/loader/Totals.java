package org.grievances.loader;

/** The numbers of rows by outcome. */
record Totals(long created, long updated, long failed) {
  static final Totals NONE = new Totals(0, 0, 0);

  static Totals of(Outcomes outcomes) {
    return new Totals(outcomes.created(), outcomes.updated(), outcomes.failed().size());
  }

  Totals plus(Totals more) {
    return new Totals(created + more.created, updated + more.updated, failed + more.failed);
  }

  long all() {
    return created + updated + failed;
  }
}
