package org.grievances.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes from all headers what is not part of their values: the blanks around a value (RFC 9110,
 * section 5.5), those around the parameters of a media type (section 5.6.6), and the empty elements
 * of the list in {@code Accept} (section 5.6.1). The server and JAX-RS leave some of them.
 */
@WebFilter("/*")
public class HeaderValuesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String ACCEPT = "accept";
  private static final String CONTENT_TYPE = "content-type";
  private static final Set<String> OF_MEDIA_TYPES = Set.of(ACCEPT, CONTENT_TYPE);

  /** The service has one language, so whatever a caller prefers is the same. */
  private static final String LANGUAGES = "accept-language";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new CleanRequest(request), response);
  }

  private static final class CleanRequest extends HttpServletRequestWrapper {

    CleanRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getHeader(String name) {
      return isNamed(name, LANGUAGES) ? null : clean(name, super.getHeader(name));
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      List<String> values =
          isNamed(name, LANGUAGES) ? List.of() : Collections.list(super.getHeaders(name));
      return Collections.enumeration(values.stream().map(value -> clean(name, value)).toList());
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(
          Collections.list(super.getHeaderNames()).stream()
              .filter(name -> !isNamed(name, LANGUAGES))
              .toList());
    }

    /**
     * Made of the header Host as it was sent; an address itself has no blanks. A semicolon is a
     * character of the path like any other (RFC 3986, section 3.3): JAX-RS would take what follows
     * it for parameters, which no operation has, so that a request for the code {@code A;B} would
     * reach the code {@code A}.
     */
    @Override
    public StringBuffer getRequestURL() {
      return new StringBuffer(
          super.getRequestURL().toString().replaceAll("[ \\t]", "").replace(";", "%3B"));
    }

    @Override
    public String getContentType() {
      return clean(CONTENT_TYPE, super.getContentType());
    }
  }

  private static boolean isNamed(String name, String known) {
    return name.equalsIgnoreCase(known);
  }

  private static String clean(String name, String value) {
    if (value == null) {
      return null;
    }
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return OF_MEDIA_TYPES.contains(lowerCase)
        ? MediaTypeText.clean(value, lowerCase.equals(ACCEPT))
        : withoutBlanks(value);
  }

  /** In one pass, whatever a caller sends. */
  private static String withoutBlanks(String value) {
    int begin = 0;
    int end = value.length();
    while (begin < end && isBlank(value.charAt(begin))) {
      begin++;
    }
    while (begin < end && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(begin, end);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
