package org.grievances.http.response;

import jakarta.ws.rs.core.Response;
import org.grievances.http.query.Cursor;
import org.grievances.http.request.RequestParameters;
import org.grievances.records.Page;

/** The response for a page of a list: its position, and a link to the next page, if any. */
public final class PageResponse {
  private PageResponse() {}

  /** The page in an envelope. */
  public static Response of(Page page, RequestParameters request) {
    return of(Response.ok(Envelope.of(page)), page, request);
  }

  /** The page as it is in a response. */
  public static Response of(
      Response.ResponseBuilder response, Page page, RequestParameters request) {
    page.next()
        .ifPresentOrElse(
            place -> response.links(request.after(Cursor.of(place.values()))),
            () -> linkNumber(response, page, request));
    return positioned(response, page);
  }

  /** The page in an envelope, of a list whose pages are reached only by their numbers. */
  public static Response numbered(Page page, RequestParameters request) {
    Response.ResponseBuilder response = Response.ok(Envelope.of(page));
    linkNumber(response, page, request);
    return positioned(response, page);
  }

  private static void linkNumber(
      Response.ResponseBuilder response, Page page, RequestParameters request) {
    if (page.hasNextNumber()) {
      response.links(request.nextPage(page.query().number() + 1));
    }
  }

  private static Response positioned(Response.ResponseBuilder response, Page page) {
    return response.header("X-Pagination", page.position()).build();
  }
}
