package org.grievances.item;

import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Reads the items of a body that is a single JSON array.
 *
 * @param members which members of an item are read
 * @param maxItems the maximum number of items
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
