package org.grievances.database;

/** The result of the last visit to a database. */
public enum DatabaseState {
  STARTING,
  UP,
  DOWN
}
