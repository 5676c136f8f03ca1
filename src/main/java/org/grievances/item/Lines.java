package org.grievances.item;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.body.Spool;
import org.grievances.json.JsonText;

/** Items that can be written once, one per line. */
public interface Lines extends Iterable<Lines.Line>, AutoCloseable {

  /** The header row of their CSV. */
  List<String> columns();

  /** How many items there are, if that is known once the first is to be read. */
  default OptionalLong count() {
    return OptionalLong.empty();
  }

  /**
   * Room for the items where all of them have to be read before the first is sent; empty where they
   * are read as they are sent.
   */
  default Optional<Spool.Share> room() {
    return Optional.empty();
  }

  /** Whether their CSV begins with the header row. */
  default boolean hasHeader() {
    return true;
  }

  /** The character between the cells of a row of their CSV. */
  default char separator() {
    return ',';
  }

  /** Whether the items are records in the order of their keys. */
  default boolean areInOrderOfKeys() {
    return false;
  }

  /** The key of the last item, if they are in order, and if it is known before it is read. */
  default Integer lastKey() {
    return null;
  }

  /** Called when all items have been sent. */
  default void sent() {}

  /** Called when no more items are read or sent. */
  @Override
  default void close() {}

  /** An item, of which one form is asked for. */
  interface Line {

    /** Its values in the order of the columns; null for none. */
    List<String> cells();

    JsonText object();

    /** The key of its record; null if it has none that is a whole number. */
    default Integer key() {
      return null;
    }
  }
}
