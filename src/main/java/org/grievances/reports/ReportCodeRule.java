package org.grievances.reports;

import java.util.Optional;
import java.util.regex.Pattern;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;
import org.grievances.schema.RowRule;
import org.grievances.schema.Table;

/**
 * A code is for a value that the member of a grievance or of its case can have, or for one
 * grievance; and it is one of its scheme, if the service knows that.
 */
final class ReportCodeRule implements RowRule {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  @Override
  public Optional<Violation> violation(Table table, Object[] row) {
    String scheme = (String) row[table.position("scheme")];
    String code = (String) row[table.position("code")];
    String member = (String) row[table.position("member")];
    String value = (String) row[table.position("value")];
    Object grievance = row[table.position("grievance_Key")];
    if (scheme == null || code == null) {
      return Optional.empty();
    }
    if (!NAME.matcher(scheme).matches()) {
      return of(table, "scheme", "has other signs than letters, digits and ._-");
    }
    if (!NAME.matcher(code).matches()) {
      return of(table, "code", "has other signs than letters, digits and ._-");
    }
    if (!Schemes.allows(scheme, code)) {
      return of(table, "code", "not a code of this scheme");
    }
    if (grievance != null) {
      return member == null && value == null
          ? Optional.empty()
          : of(table, "grievance_Key", "sent with a member or a value; leave these out");
    }
    if (member == null) {
      return of(table, "member", "required, with a value, unless there is a grievance_Key");
    }
    return ofValue(table, member, value);
  }

  private static Optional<Violation> ofValue(Table table, String member, String value) {
    int position = Grievance.STORED.position(member);
    Field field = position < 0 ? null : Grievance.STORED.fields().get(position);
    if (field == null || field.kind() != Field.Kind.TEXT) {
      return of(table, "member", "not a member of a grievance or its case that is a text");
    }
    if (value == null || value.isEmpty()) {
      return of(table, "value", "required with a member");
    }
    boolean canHave =
        field.names().isEmpty()
            ? value.length() <= field.maxLength()
            : field.names().contains(value);
    return canHave ? Optional.empty() : of(table, "value", "not one that the member can have");
  }

  private static Optional<Violation> of(Table table, String member, String reason) {
    return Optional.of(new Violation(table.field(member), reason));
  }
}
