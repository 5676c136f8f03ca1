package org.grievances.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.grievances.http.failure.ContainerErrors;

/**
 * Rejects a request whose end or target two programs could see differently, and closes its
 * connection (RFC 9112, sections 3.2, 6.3 and 11.2). The server itself accepts such requests. What
 * it hides from applications, such as a chunk size that overflows, a proxy has to refuse.
 */
@WebFilter("/*")
public class FramingFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** RFC 9110, section 8.6; more digits than a body here can ever have. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** A name, an IPv4 address or an IPv6 address, and a port (RFC 3986, section 3.2). */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> ambiguous = ambiguity(request);
    if (ambiguous.isPresent()) {
      request.setAttribute(ContainerErrors.DETAIL, ambiguous.get());
      refuse(request, response, HttpServletResponse.SC_BAD_REQUEST);
    } else if (request.getMethod().equals("TRACE")) {
      // The server does not read its body.
      refuse(request, response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else {
      if (mayHideItsLength(request)) {
        response.setHeader("Connection", "close");
      }
      chain.doFilter(request, response);
    }
  }

  /** Not by sendError, for which the server answers TRACE with an empty 403. */
  private static void refuse(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    response.setHeader("Connection", "close");
    ContainerErrors.respond(request, response, status);
  }

  /**
   * Whether the server may have left out a length that it could not read. What follows such a
   * request could be its body, so it is not read as another request.
   */
  private static boolean mayHideItsLength(HttpServletRequest request) {
    return WITH_BODY.contains(request.getMethod())
        && request.getHeader("Content-Length") == null
        && request.getHeader("Transfer-Encoding") == null;
  }

  /** The error in the headers, for the caller. */
  private static Optional<String> ambiguity(HttpServletRequest request) {
    List<String> lengths = values(request, "Content-Length");
    List<String> encodings = values(request, "Transfer-Encoding");
    if (lengths.size() > 1 || !lengths.stream().allMatch(LENGTH.asMatchPredicate())) {
      return Optional.of("Send the header Content-Length once, as a number.");
    }
    if (encodings.size() > 1 || !encodings.stream().allMatch("chunked"::equalsIgnoreCase)) {
      return Optional.of("The only transfer encoding supported is chunked, named once.");
    }
    if (!encodings.isEmpty() && !lengths.isEmpty()) {
      return Optional.of("Send either Content-Length or Transfer-Encoding.");
    }
    return hasOneHost(request)
        ? Optional.empty()
        : Optional.of("Send the header Host once, with a name or an address.");
  }

  private static boolean hasOneHost(HttpServletRequest request) {
    List<String> hosts = values(request, "Host");
    return hosts.isEmpty()
        ? request.getProtocol().equals("HTTP/1.0")
        : hosts.size() == 1 && HOST.matcher(hosts.get(0)).matches();
  }

  private static List<String> values(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header)).stream().map(String::strip).toList();
  }
}
