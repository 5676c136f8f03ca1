package org.grievances.batch;

import java.sql.SQLException;
import java.util.List;
import org.grievances.batch.MultiStatus.Result;
import org.grievances.database.Codes;
import org.grievances.database.Session;
import org.grievances.database.Stamp;
import org.grievances.database.Table;
import org.grievances.item.ItemReader.Members;

/** What a batch does with its items. */
public enum Action {
  /** Creates the records whose key is new and replaces the others. */
  PUT {
    @Override
    Members members(Batch.Options options) {
      return options.members();
    }

    @Override
    Codes begin(Session session, Table table) throws SQLException {
      return session.beginWriting(table);
    }

    @Override
    void stamp(Table table, Object[] values, Stamp stamp) {
      table.stamp(values, stamp);
    }

    @Override
    boolean[] run(Session session, Table table, List<Object[]> rows, Codes codes)
        throws SQLException {
      return session.put(table, rows, codes);
    }

    @Override
    Result result(Object key, boolean created) {
      return created ? new Result(key, 201, "Created") : new Result(key, 200, "Updated");
    }
  },

  /** Deletes the records that have the items' keys; nothing else of an item counts. */
  DELETE {
    @Override
    Members members(Batch.Options options) {
      return options.ifUnchanged() ? Members.VERSION_ONLY : Members.KEY_ONLY;
    }

    @Override
    Codes begin(Session session, Table table) {
      return Codes.ANY;
    }

    @Override
    void stamp(Table table, Object[] values, Stamp stamp) {}

    @Override
    boolean[] run(Session session, Table table, List<Object[]> rows, Codes codes)
        throws SQLException {
      return session.delete(table, rows);
    }

    @Override
    Result result(Object key, boolean deleted) {
      return deleted
          ? new Result(key, 200, "Deleted")
          : new Result(key, 404, "There is no record with this key");
    }
  };

  /** Which members of an item are read. */
  abstract Members members(Batch.Options options);

  /** Begins to write; gives the codes that the items may hold. */
  abstract Codes begin(Session session, Table table) throws SQLException;

  abstract void stamp(Table table, Object[] values, Stamp stamp);

  /**
   * @param rows in ascending order of their keys, no key twice
   * @return for each row, what {@link #result} is told
   */
  abstract boolean[] run(Session session, Table table, List<Object[]> rows, Codes codes)
      throws SQLException;

  /** The answer to an item. */
  abstract Result result(Object key, boolean outcome);
}
