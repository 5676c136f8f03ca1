package org.grievances.item.part;

import java.io.IOException;
import org.grievances.item.BodyFormat;
import org.grievances.item.PartStream;

/** Copies the items of a body, as they were sent, to parts. */
interface ItemCopier extends AutoCloseable {

  /** The format of the parts. */
  BodyFormat format();

  boolean hasNext();

  /** Begins a part. */
  void begin(PartStream part) throws IOException;

  /** Copies the next item to the part. */
  void copyNext() throws IOException;

  /** Writes what is left of the part. */
  void flush() throws IOException;

  @Override
  void close();
}
