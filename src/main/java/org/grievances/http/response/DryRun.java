package org.grievances.http.response;

import jakarta.ws.rs.core.Response;

/** Marks the responses to a dry run of a batch or job. */
public final class DryRun {
  private static final String HEADER = "dry-run";

  private DryRun() {}

  public static void mark(Response.ResponseBuilder response, boolean isDryRun) {
    if (isDryRun) {
      response.header(HEADER, true);
    }
  }
}
