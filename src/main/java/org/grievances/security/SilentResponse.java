package org.grievances.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Keeps the container's own challenge out of the response, which this service answers itself. */
final class SilentResponse extends HttpServletResponseWrapper {

  SilentResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void setStatus(int status) {}

  @Override
  public void sendError(int status) {}

  @Override
  public void sendError(int status, String message) {}

  @Override
  public void setHeader(String name, String value) {}

  @Override
  public void addHeader(String name, String value) {}

  @Override
  public void addCookie(Cookie cookie) {}
}
