package org.grievances.http;

import jakarta.ws.rs.core.Response;

/** Marks the responses to a dry run of a batch or job. */
final class DryRun {
  private static final String HEADER = "dry-run";

  private DryRun() {}

  static void mark(Response.ResponseBuilder response, boolean isDryRun) {
    if (isDryRun) {
      response.header(HEADER, true);
    }
  }
}
