package org.grievances.console;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.grievances.http.failure.ServiceServlet;
import org.grievances.settings.ConsoleSettings;

/**
 * {@code /console/}: sends the files of the console, with a policy that lets its pages load nothing
 * from anywhere else and run nothing that is not a file of it. They hold no data, so that everybody
 * may have them.
 */
@WebServlet("/console/*")
public class ConsoleFiles extends ServiceServlet {
  private static final long serialVersionUID = 1L;

  /** W3C, Content Security Policy Level 3. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private static final String PAGES = "/console";

  @Inject private transient ConsoleSettings settings;

  private transient Map<String, ConsoleFile> files = Map.of();

  /** Reads all files, so that a path is only ever looked up among theirs. */
  @Override
  public void init() throws ServletException {
    try {
      files = Map.copyOf(ConsoleVersion.read(getServletContext()));
    } catch (IOException e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    ConsoleFile file = settings.client().isEmpty() || path == null ? null : files.get(path);
    if (file != null) {
      send(file, request, response);
    } else if (settings.client().isPresent() && path == null) {
      redirect(response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** To a path, not to the host that the request names: that could be anybody's. */
  private static void redirect(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", PAGES + "/");
  }

  private static void send(
      ConsoleFile file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    file.send(request, response);
  }
}
