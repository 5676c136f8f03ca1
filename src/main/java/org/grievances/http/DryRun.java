package org.grievances.http;

import jakarta.ws.rs.core.Response;

/** Marks the responses about a batch or a job of which nothing is kept. */
final class DryRun {
  private static final String HEADER = "dry-run";

  private DryRun() {}

  static void mark(Response.ResponseBuilder response, boolean isDryRun) {
    if (isDryRun) {
      response.header(HEADER, true);
    }
  }
}
