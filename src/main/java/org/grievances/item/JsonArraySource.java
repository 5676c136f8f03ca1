package org.grievances.item;

import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * The items of a body that is one JSON array.
 *
 * @param members those of an item that are read
 * @param maxItems how many items it may have
 */
public record JsonArraySource(Body body, Table table, Members members, int maxItems)
    implements ItemSource {

  @Override
  public Items open(Codes codes) {
    return new ItemReader(body.open(), table, members, codes, maxItems);
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }
}
