package org.grievances.item;

import java.util.regex.Pattern;

/**
 * The members of JSON by which a row of CSV comes back that has not as many fields as columns: a
 * field beyond the columns, or one that is missing, as null. An item with one of them is refused as
 * its row was, until it is mended.
 */
final class MismatchedField {
  static final String FAULT = "the row has not as many fields as the header row";

  private static final String PREFIX = "field ";
  private static final Pattern NAME = Pattern.compile("field [1-9][0-9]{0,8}");

  private MismatchedField() {}

  /** The name of the member for a field. */
  static String name(int index) {
    return PREFIX + (index + 1);
  }

  /** Whether a member has such a name. */
  static boolean isName(String member) {
    return member.startsWith(PREFIX) && NAME.matcher(member).matches();
  }
}
