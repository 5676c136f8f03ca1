package org.grievances.access;

import java.util.List;
import java.util.function.Supplier;
import org.grievances.database.reads.RecordRead;
import org.grievances.http.query.Filters;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The filters of the list of reads. */
public final class ReadFilters implements Supplier<Filters> {
  private static final String KEY = "grievance_Key";
  private static final Table READS = RecordRead.TABLE;
  private static final Field FIRST_KEY = READS.field("firstKey");

  /** Those of the reads of one grievance. */
  public static final Filters OF_ONE =
      new Filters(READS).equal(List.of("user", "client", "operation")).between("from", "to", "at");

  public static final Filters ALL =
      new Filters(READS)
          .equal(List.of("user", "client", "operation"))
          .between("from", "to", "at")
          .derived(
              KEY,
              FIRST_KEY.name(),
              "Those that showed the grievance with this key, or may have shown it, being of more"
                  + " than 1,000.",
              (database, key) -> showing((Integer) key));

  @Override
  public Filters get() {
    return ALL;
  }

  /** The condition that an answer showed the grievance with a key, or may have. */
  static Condition showing(int key) {
    return new Condition.NamesKey(READS.field("keys"), FIRST_KEY, READS.field("lastKey"), key);
  }

  /** {@link ReadFilters} without the key, which the path has. */
  public static final class OfOne implements Supplier<Filters> {
    @Override
    public Filters get() {
      return OF_ONE;
    }
  }
}
