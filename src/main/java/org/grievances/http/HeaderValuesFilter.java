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
 * section 5.5), and those around the parameters of a media type (section 5.6.6). The server and
 * JAX-RS leave some of them.
 */
@WebFilter("/*")
public class HeaderValuesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern BLANKS = Pattern.compile("^[ \\t]++|[ \\t]++$");
  private static final Pattern QUOTED_OR_SEMICOLON =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|[ \\t]*+;[ \\t]*+");
  private static final Set<String> OF_MEDIA_TYPES = Set.of("accept", "content-type");

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

    @Override
    public String getContentType() {
      return clean("content-type", super.getContentType());
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
    return OF_MEDIA_TYPES.contains(name.toLowerCase(Locale.ROOT))
        ? QUOTED_OR_SEMICOLON.matcher(clean).replaceAll(HeaderValuesFilter::withoutBlanks)
        : clean;
  }

  private static String withoutBlanks(MatchResult found) {
    String text = found.group();
    return Matcher.quoteReplacement(text.startsWith("\"") ? text : ";");
  }
}
