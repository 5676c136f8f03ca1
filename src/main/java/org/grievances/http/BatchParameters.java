package org.grievances.http;

import jakarta.ws.rs.QueryParam;
import org.grievances.batch.Batch;

/** The headers and query parameters of a batch request. */
public class BatchParameters extends IdempotentParameters {

  @QueryParam("atomic")
  private String atomic;

  @QueryParam("dryRun")
  private String dryRun;

  @QueryParam("ifUnchanged")
  private String ifUnchanged;

  Batch.Options options() {
    return new Batch.Options(
        flag("atomic", atomic),
        flag("dryRun", dryRun),
        flag("ifUnchanged", ifUnchanged),
        members());
  }

  private static boolean flag(String name, String value) {
    if (value == null || value.equalsIgnoreCase("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    throw new ProblemException(
        ProblemType.MALFORMED_REQUEST, "The parameter " + name + " must be true or false.");
  }
}
