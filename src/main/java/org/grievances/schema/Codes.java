package org.grievances.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The codes that the records of one table may hold in one transaction, and what new records get
 * that name none: the lists as they were when the transaction looked them up.
 */
public final class Codes {
  /** For records without codes, and for those whose codes do not count. */
  public static final Codes ANY = new Codes(List.of());

  private final List<Known> lists;

  /** What is known of one field's codes; without a list, any code may stand. */
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

  /** Gathers the lists that a table's fields take codes from. */
  public static final class Builder {
    private final List<Known> lists;

    public Builder(Table table) {
      lists = table.coded().stream().map(field -> new Known(table.position(field.name()))).toList();
    }

    /**
     * Adds an entry.
     *
     * @param list the place of its list among those of {@link Table#coded}
     */
    public void add(int list, String code, boolean isDefault) {
      Known known = lists.get(list);
      known.codes.add(code);
      known.defaultCode = isDefault ? code : known.defaultCode;
    }

    /** Lists without entries do not count: any code may stand for them. */
    public Codes build() {
      List<Known> enforced = lists.stream().filter(list -> !list.codes.isEmpty()).toList();
      return enforced.isEmpty() ? ANY : new Codes(enforced);
    }
  }

  /** The places of the values that are not among the codes of their lists. */
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

  /** Whether a new record with these values gets a default for one that it does not name. */
  public boolean hasDefaultFor(Object[] values) {
    for (Known list : lists) {
      if (isMissing(list, values)) {
        return true;
      }
    }
    return false;
  }

  /** The same of the value at one place. */
  public boolean hasDefaultFor(Object[] values, int position) {
    return lists.stream().anyMatch(list -> list.position == position && isMissing(list, values));
  }

  /** The values of a new record, with the defaults of those that it does not name. */
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
