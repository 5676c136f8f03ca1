package org.grievances.database;

/** The result of the last check of a database. */
public enum DatabaseState {
  STARTING,
  UP,
  DOWN
}
