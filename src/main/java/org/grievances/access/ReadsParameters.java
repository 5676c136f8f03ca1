package org.grievances.access;

import java.util.List;
import java.util.OptionalLong;
import org.grievances.http.query.FilteredParameters;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** The requested page of the reads, the latest first; they are counted up to 10,000. */
public class ReadsParameters extends FilteredParameters {
  private static final long COUNT_TO = 10_000;

  @Override
  protected List<Sort> order(Table table) {
    return List.of(new Sort(table.field("at"), true));
  }

  @Override
  protected OptionalLong countUnasked() {
    return OptionalLong.of(COUNT_TO);
  }
}
