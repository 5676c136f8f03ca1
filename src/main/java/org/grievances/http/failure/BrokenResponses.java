package org.grievances.http.failure;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;

/**
 * Closes the connection of a response that breaks off, without the last chunk (RFC 9112, section
 * 8). Jakarta REST drops a failure to write once the response is committed, and the server would
 * end the response like a complete one.
 */
@Provider
public class BrokenResponses implements WriterInterceptor {
  private static final Logger LOGGER = Logger.getLogger(BrokenResponses.class.getName());

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
        request.setAttribute(BrokenResponses.class.getName(), true);
      }
    }
  }

  /** Closes the connection if the response to a request broke off. */
  public static void closeIfBroken(HttpServletRequest request) {
    if (request.getAttribute(BrokenResponses.class.getName()) != null) {
      try {
        suppressLastChunk(request);
      } catch (ReflectiveOperationException | RuntimeException e) {
        Activity.log(LOGGER, Level.WARNING, "A broken response ends like a complete one.", e);
      }
    }
  }

  /**
   * Open Liberty has this for applications only as the option {@code suppressLastZeroBytePackage}
   * of all error pages, which would break its own ones off.
   */
  private static void suppressLastChunk(HttpServletRequest request)
      throws ReflectiveOperationException {
    ServletRequest own = request;
    while (own instanceof ServletRequestWrapper wrapper) {
      own = wrapper.getRequest();
    }
    Object connection = call(call(own, "getIRequest"), "getHttpInboundConnection");
    connection
        .getClass()
        .getMethod("setSuppressZeroByteChunk", boolean.class)
        .invoke(connection, true);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }
}
