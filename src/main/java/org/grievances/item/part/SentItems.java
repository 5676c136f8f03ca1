package org.grievances.item.part;

import java.util.List;
import java.util.OptionalLong;

/** Iterates over the items of a part as they were sent. */
public interface SentItems extends AutoCloseable {

  /** The columns as they were sent, without those of an earlier outcome; empty for JSON. */
  List<String> columns();

  /** The next item; the part knows how many there are. */
  SentItem next();

  @Override
  void close();

  /** An item as it was sent. */
  interface SentItem {

    /** The line of the body at which it began; empty for items of JSON. */
    OptionalLong line();

    /**
     * Its values as texts; null for none. What the columns cannot hold follows, so that nothing is
     * lost, and the row is refused until it is removed.
     *
     * @param columns that determine the order of the values
     */
    List<String> cells(List<String> columns);

    /**
     * Names of its members without a field that can be columns; none for rows, which have theirs.
     */
    List<String> otherColumns();

    /**
     * Its members in the order in which they were sent, without those of an earlier outcome; none
     * if it was not an object.
     */
    List<Member> members();
  }

  /**
   * A member as it was sent, or as JSON would have it sent.
   *
   * @param json its value
   */
  record Member(String name, String json) {}
}
