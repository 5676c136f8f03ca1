package org.grievances.jobs.resource;

import jakarta.ws.rs.QueryParam;
import org.grievances.http.request.IdempotentParameters;

/** The parameters of a request to take back what a job changed. */
public class UndoParameters extends IdempotentParameters {
  @QueryParam("dryRun")
  private String dryRun;

  /** Whether nothing is kept but the outcomes. */
  boolean isDryRun() {
    return flag("dryRun", dryRun);
  }
}
