package org.grievances.item;

import java.util.List;
import java.util.Map;

/** Iterates over the items of a part as they were sent. */
public interface SentItems extends AutoCloseable {

  /** The columns as they were sent; empty for items that had none. */
  List<String> columns();

  /** The next item; there is always one when the part says so. */
  SentItem next();

  @Override
  void close();

  /** An item as it was sent. */
  interface SentItem {

    /**
     * Its values as texts; null for none. A row with too many fields has more of them.
     *
     * @param columns in whose order they are
     */
    List<String> cells(List<String> columns);

    /** Its members, each with its value as JSON; none if it was not an object. */
    Map<String, String> members();
  }
}
