package org.grievances.http.query;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.RequestParameters;

/** The requested line format (NDJSON or CSV) of a response without an envelope. */
public class LinesParameters {
  @QueryParam("raw")
  private String raw;

  @Context private HttpHeaders headers;

  /**
   * The requested line format, empty if JSON is acceptable. Texts in CSV are guarded unless the
   * caller requests {@code raw}.
   */
  public Optional<MediaType> type() {
    return MediaTypes.forLines(headers.getAcceptableMediaTypes(), isRaw());
  }

  /** The requested line format of a file whose texts are as they are. */
  public Optional<MediaType> rawType() {
    return MediaTypes.forLines(headers.getAcceptableMediaTypes(), true);
  }

  /** The line format of an operation that only responds in lines. */
  MediaType typeOrDefault() {
    return MediaTypes.onlyLines(headers.getAcceptableMediaTypes(), isRaw());
  }

  private boolean isRaw() {
    return RequestParameters.flag("raw", raw);
  }
}
