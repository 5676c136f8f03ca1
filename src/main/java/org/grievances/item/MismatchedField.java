package org.grievances.item;

import java.util.regex.Pattern;

/**
 * The JSON members of a CSV row whose number of fields differs from the columns: a surplus field,
 * or a missing one as null. An item with such a member is refused like its row, until it is
 * corrected.
 */
public final class MismatchedField {
  static final String ERROR = "the row has not as many fields as the header row";

  private static final String PREFIX = "field ";
  private static final Pattern NAME = Pattern.compile("field [1-9][0-9]{0,8}");

  private MismatchedField() {}

  /** The name of the member for a field. */
  public static String name(int index) {
    return PREFIX + (index + 1);
  }

  /** Whether a member has such a name. */
  public static boolean isName(String member) {
    return member.startsWith(PREFIX) && NAME.matcher(member).matches();
  }
}
