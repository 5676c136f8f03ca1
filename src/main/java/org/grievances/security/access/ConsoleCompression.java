package org.grievances.security.access;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.grievances.http.response.Envelope;

/**
 * Compresses the JSON that the console reads. No other site can make its requests, and so none can
 * find out what a response holds from how well its own texts compress with it.
 */
@Provider
public class ConsoleCompression implements WriterInterceptor {
  private static final String GZIP = "gzip";

  @Context private HttpHeaders request;

  @Override
  public void aroundWriteTo(WriterInterceptorContext response) throws IOException {
    if (!(response.getEntity() instanceof Envelope) || !isAskedFor()) {
      response.proceed();
      return;
    }
    response.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, GZIP);
    GZIPOutputStream out = new GZIPOutputStream(response.getOutputStream());
    response.setOutputStream(out);
    response.proceed();
    out.finish();
  }

  /** Browsers name it without a weight. */
  private boolean isAskedFor() {
    String accepted = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
    return BrowserRequests.CONSOLE.equals(request.getHeaderString(BrowserRequests.HEADER))
        && accepted != null
        && accepted.matches("(.*,)?\\s*gzip\\s*(,.*)?");
  }
}
