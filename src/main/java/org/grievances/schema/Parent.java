package org.grievances.schema;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The records that those of another table belong to.
 *
 * @param table with all that is stored of the records that they belong to
 * @param key the field with the key of that record
 */
public record Parent(Table table, Field key, Summary summary) {

  /** The positions of the members that follow from the records that belong to one. */
  public BitSet summarized() {
    BitSet positions = new BitSet();
    summary.members().forEach(member -> positions.set(table.position(member)));
    return positions;
  }

  /**
   * A record with the members that follow from the records that belong to it.
   *
   * @param row as it is
   * @param children as {@link Summary#of} gets them
   */
  public Object[] summarize(Object[] row, List<Object[]> children) {
    Map<String, Object> values = summary.of(children);
    Object[] summarized = row.clone();
    summary.members().forEach(member -> summarized[table.position(member)] = values.get(member));
    return summarized;
  }
}
