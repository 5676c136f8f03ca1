package org.grievances.http.response;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Iterator;
import java.util.Optional;
import org.grievances.database.Rows;
import org.grievances.http.query.Cursor;
import org.grievances.http.request.RequestParameters;
import org.grievances.item.Lines;
import org.grievances.json.Data;
import org.grievances.records.Page;
import org.grievances.records.RecordData;
import org.grievances.records.RecordLines;

/** The response for a page of a list: its position, and a link to the next page, if any. */
public final class PageResponse {
  private PageResponse() {}

  /** The page in an envelope. */
  public static Response of(Page page, RequestParameters request) {
    return of(Response.ok(Envelope.of(page)), page, request);
  }

  /**
   * A page of records.
   *
   * @param linesType the line format; empty for an envelope
   */
  public static Response of(Page page, RequestParameters request, Optional<MediaType> linesType) {
    return linesType
        .map(type -> of(Response.ok(lines(page)).type(type), page, request))
        .orElseGet(() -> of(page, request));
  }

  private static Lines lines(Page page) {
    return new RecordLines(page.query().fields(), -1, () -> rows(page), Optional.empty());
  }

  private static Rows rows(Page page) {
    Iterator<? extends Data> records = page.items().iterator();
    return () -> records.hasNext() ? ((RecordData) records.next()).values() : null;
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
