package org.grievances.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Hides the container's own login and logout forms, which it serves below every path: users do not
 * log in to the container, and its logout would redirect to an address in the request.
 */
@WebFilter("/*")
public class ContainerFormsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> FORMS = Set.of("j_security_check", "ibm_security_logout");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (FORMS.stream().anyMatch(last::startsWith)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      chain.doFilter(request, response);
    }
  }
}
