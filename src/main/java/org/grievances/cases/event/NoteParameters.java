package org.grievances.cases.event;

import jakarta.ws.rs.QueryParam;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** The parameters by which the public API names the record that notes belong to. */
public class NoteParameters {
  private static final String COLUMN = "grievance_key";

  @QueryParam("noteCategory")
  private String category;

  @QueryParam("columnName1")
  private String column;

  @QueryParam("keyValue1")
  private String key;

  /**
   * The key of the grievance, as it was sent.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} if the record is none, or not named
   */
  String grievance() {
    NoteData.checkCategory(category);
    if (!COLUMN.equalsIgnoreCase(column) || key == null) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The parameters must name a grievance, as in noteCategory=GRIEV&columnName1=grievance_key"
              + "&keyValue1=17.");
    }
    return key;
  }
}
