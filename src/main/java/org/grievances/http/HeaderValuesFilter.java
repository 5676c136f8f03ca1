package org.grievances.http;

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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from all headers what is not part of their values: the blanks around a value (RFC 9110,
 * section 5.5), those around the parameters of a media type (section 5.6.6), and the empty elements
 * of the list in {@code Accept} (section 5.6.1). The server and JAX-RS leave some of them.
 */
@WebFilter("/*")
public class HeaderValuesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern BLANKS = Pattern.compile("^[ \\t]++|[ \\t]++$");

  /** The second alternative is a comma, and the empty elements of a list after it. */
  private static final Pattern QUOTED_OR_SEPARATOR =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|[ \\t]*+,[ \\t,]*+|[ \\t]*+;[ \\t]*+");

  private static final Pattern END_COMMAS = Pattern.compile("^,|,$");
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

    /** Made of the header Host as it was sent; an address itself has no blanks. */
    @Override
    public StringBuffer getRequestURL() {
      return new StringBuffer(super.getRequestURL().toString().replaceAll("[ \\t]", ""));
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
    String clean = BLANKS.matcher(value).replaceAll("");
    if (OF_MEDIA_TYPES.contains(name.toLowerCase(Locale.ROOT))) {
      clean = QUOTED_OR_SEPARATOR.matcher(clean).replaceAll(HeaderValuesFilter::withoutBlanks);
    }
    return isNamed(name, ACCEPT) ? END_COMMAS.matcher(clean).replaceAll("") : clean;
  }

  private static String withoutBlanks(MatchResult found) {
    String text = found.group();
    return Matcher.quoteReplacement(text.startsWith("\"") ? text : text.strip().substring(0, 1));
  }
}
