package org.grievances.http.query;

import java.util.stream.Stream;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/** Refuses what would tell of members that are hidden from the caller without showing them. */
public final class HiddenMembers {
  private HiddenMembers() {}

  /**
   * @param what depends on the fields, as the beginning of a sentence
   * @throws FailureException {@code SCOPE_FORBIDDEN} if one of the fields is hidden
   */
  public static void check(Table table, Stream<Field> fields, String what) {
    Scope scope = Scope.current();
    if (fields.anyMatch(field -> scope.hides(table, field))) {
      throw new FailureException(
          ProblemType.SCOPE_FORBIDDEN,
          what + " would tell of a member that is hidden from this API key.");
    }
  }
}
