package org.grievances.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The codes that the records of one table may hold in one transaction, and the defaults for new
 * records without a code: the lists as they were when the transaction read them.
 */
public final class Codes {
  /** For records without codes, and for those whose codes are not checked. */
  public static final Codes ANY = new Codes(List.of());

  /** The error of a code that is not in its list. */
  public static final String UNKNOWN = "not one of the configured codes";

  /** Why a code cannot be deleted. */
  public static final String IN_USE = "records have this code; give them another first";

  private final List<Known> lists;

  /** The known codes of one field; if there are none, any code is allowed. */
  private static final class Known {
    private final int position;
    private final Set<Object> codes = new HashSet<>();
    private Object defaultCode;

    Known(int position) {
      this.position = position;
    }
  }

  private Codes(List<Known> lists) {
    this.lists = lists;
  }

  /** Collects the lists that a table's fields take codes from. */
  public static final class Builder {
    private final List<Known> lists;

    public Builder(Table table) {
      lists = table.coded().stream().map(field -> new Known(table.position(field.name()))).toList();
    }

    /**
     * Adds an entry.
     *
     * @param list the position of its list in {@link Table#coded}
     */
    public void add(int list, String code, boolean isDefault) {
      Known known = lists.get(list);
      known.codes.add(code);
      known.defaultCode = isDefault ? code : known.defaultCode;
    }

    /** Lists without entries are not enforced: their fields may hold any code. */
    public Codes build() {
      List<Known> enforced = lists.stream().filter(list -> !list.codes.isEmpty()).toList();
      return enforced.isEmpty() ? ANY : new Codes(enforced);
    }
  }

  /** The positions of the values that are not among the codes of their lists. */
  public BitSet unknownIn(Object[] values) {
    BitSet unknown = new BitSet();
    for (Known list : lists) {
      Object value = values[list.position];
      if (value != null && !list.codes.contains(value)) {
        unknown.set(list.position);
      }
    }
    return unknown;
  }

  /** Whether a new record with these values gets a default for a missing code. */
  public boolean hasDefaultFor(Object[] values) {
    for (Known list : lists) {
      if (isMissing(list, values)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a new record with these values gets a default at this position. */
  public boolean hasDefaultFor(Object[] values, int position) {
    return lists.stream().anyMatch(list -> list.position == position && isMissing(list, values));
  }

  /** The values of a new record, with defaults for missing codes. */
  public Object[] complete(Object[] values) {
    Object[] complete = values.clone();
    for (Known list : lists) {
      if (isMissing(list, values)) {
        complete[list.position] = list.defaultCode;
      }
    }
    return complete;
  }

  private static boolean isMissing(Known list, Object[] values) {
    return values[list.position] == null && list.defaultCode != null;
  }
}
