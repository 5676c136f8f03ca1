package org.grievances.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Remembers that a response broke off. Jakarta REST drops a failure to write once the response is
 * committed, and the server would end an incomplete response like a complete one.
 */
@Provider
public class BrokenResponses implements WriterInterceptor {
  private static final String ATTRIBUTE = BrokenResponses.class.getName();

  @Context private HttpServletRequest request;
  @Context private HttpServletResponse response;

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    boolean isComplete = false;
    try {
      context.proceed();
      isComplete = true;
    } finally {
      if (!isComplete && response.isCommitted()) {
        request.setAttribute(ATTRIBUTE, true);
      }
    }
  }

  /**
   * Fails if the response to a request broke off. The server then closes the connection without the
   * last chunk (RFC 9112, section 8), since its option {@code suppressLastZeroBytePackage} is set.
   */
  static void check(HttpServletRequest request) throws IOException {
    if (request.getAttribute(ATTRIBUTE) != null) {
      throw new IOException("The response broke off");
    }
  }
}
