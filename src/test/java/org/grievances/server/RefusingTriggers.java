package org.grievances.server;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Triggers of a Derby database that refuse to store some grievances. */
public final class RefusingTriggers {
  /** The issue of a grievance that they refuse. */
  public static final String REFUSED = "refused by a trigger";

  private RefusingTriggers() {}

  static void create(Statement statement) throws SQLException {
    for (String event : List.of("insert", "update")) {
      statement.execute(
          ("create trigger refuse_" + event + " after " + event + " on grievances")
              + (" referencing new as n for each row when (n.issue = '" + REFUSED + "')")
              + " values 1 / (n.grievance_key - n.grievance_key)");
    }
  }
}
