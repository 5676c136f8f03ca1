package org.grievances.http;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** The format in which the caller wants items that can be sent one a line, without an envelope. */
public class LinesParameters {
  @QueryParam("raw")
  private String raw;

  @Context private HttpHeaders headers;

  /**
   * The requested type, empty if JSON will do as well. Texts in CSV are guarded unless the caller
   * wants them {@code raw}.
   */
  public Optional<MediaType> type() {
    return MediaTypes.forLines(headers.getAcceptableMediaTypes(), isRaw());
  }

  /** The type to send in, where items are sent one a line only. */
  MediaType typeOrDefault() {
    return MediaTypes.onlyLines(headers.getAcceptableMediaTypes(), isRaw());
  }

  private boolean isRaw() {
    return BatchParameters.flag("raw", raw);
  }
}
