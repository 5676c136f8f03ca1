package org.grievances.database;

import org.grievances.database.dialect.UnusableDatabaseException;

/**
 * The version of the schema that a database has: a service of an older version may use it, down to
 * a minimum.
 *
 * @param newest the number of the newest script that was run
 * @param minimum the number of the newest script of the oldest service that can use the schema
 */
record SchemaVersion(int newest, int minimum) {

  /**
   * @param own the number of the newest script of this service
   * @throws UnusableDatabaseException if this service is older than the minimum
   */
  void requireUsable(int own) throws UnusableDatabaseException {
    if (own < minimum) {
      throw new UnusableDatabaseException(
          ("its schema has version %d, made by a later release, and needs a release of schema version"
                  + " %d or later; this one has %d. Start the later release again, or restore a backup"
                  + " from before the upgrade")
              .formatted(newest, minimum, own));
    }
  }
}
