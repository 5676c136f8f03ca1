package org.grievances.batch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.grievances.database.dialect.TableAccess;
import org.grievances.schema.Codes;

/** The ways to put a record back to its state before a change. */
enum Reversal {
  /** The change created the record. */
  DELETE {
    @Override
    boolean[] run(TableAccess table, List<Object[]> rows) throws SQLException {
      return table.delete(rows);
    }
  },

  /** The change replaced values of the record, which is locked. */
  REPLACE {
    @Override
    boolean[] run(TableAccess table, List<Object[]> rows) throws SQLException {
      boolean[] created = table.put(rows, Codes.ANY);
      boolean[] replaced = new boolean[created.length];
      for (int row = 0; row < created.length; row++) {
        replaced[row] = !created[row];
      }
      return replaced;
    }
  },

  /** The change deleted the record; meanwhile, another request may create it. */
  CREATE {
    @Override
    boolean[] run(TableAccess table, List<Object[]> rows) throws SQLException {
      return table.insert(rows, Codes.ANY);
    }
  };

  /**
   * @param rows in ascending key order, without duplicate keys
   * @return for each row, whether its record was put back
   */
  abstract boolean[] run(TableAccess table, List<Object[]> rows) throws SQLException;

  /**
   * Puts records back.
   *
   * @param rows in ascending key order, without duplicate keys, each with its reversal
   * @return for each row, whether its record was put back
   */
  static boolean[] runEach(TableAccess table, List<PendingRow> rows) throws SQLException {
    boolean[] all = new boolean[rows.size()];
    for (Reversal reversal : values()) {
      List<Integer> positions = new ArrayList<>();
      List<Object[]> chosen = new ArrayList<>();
      for (int row = 0; row < all.length; row++) {
        if (rows.get(row).reversal() == reversal) {
          positions.add(row);
          chosen.add(rows.get(row).values());
        }
      }
      if (!chosen.isEmpty()) {
        boolean[] done = reversal.run(table, chosen);
        for (int row = 0; row < done.length; row++) {
          all[positions.get(row)] = done[row];
        }
      }
    }
    return all;
  }
}
