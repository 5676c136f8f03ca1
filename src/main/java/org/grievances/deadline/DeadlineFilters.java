package org.grievances.deadline;

import java.util.function.Supplier;
import org.grievances.grievance.GrievanceFilters;
import org.grievances.http.query.Filters;

/** The filters of the queue. */
public final class DeadlineFilters implements Supplier<Filters> {

  @Override
  public Filters get() {
    return GrievanceFilters.OF_DEADLINES;
  }
}
