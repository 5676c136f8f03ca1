package org.grievances.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.digest.Sha256;

/**
 * {@code /console/}: sends the files of the console, with a policy that lets its pages load nothing
 * from anywhere else and run nothing that is not a file of it. They hold no data, so that everybody
 * may have them.
 */
@WebServlet("/console/*")
public class ConsoleFiles extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** W3C, Content Security Policy Level 3. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private static final Pattern FILE = Pattern.compile("/([\\w-]+/)*[\\w-]+(\\.[\\w-]+)*\\.(\\w+)");
  private static final String LIBRARY = "/lib/";

  /** The libraries, each with the folder of its WebJar, and where it is in that of a version. */
  private static final Map<String, Library> LIBRARIES =
      Map.of(
          "chart.js", new Library("/webjars/chart.js/", "dist/chart.umd.min.js"),
          "papaparse.js", new Library("/webjars/papaparse/", "papaparse.min.js"));

  private record Library(String folder, String file) {}

  @Inject
  @ConfigProperty(name = "grievances.console.client")
  private transient Optional<String> client;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (client.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (request.getPathInfo() == null) {
      response.sendRedirect(request.getRequestURI() + "/");
    } else {
      String path = request.getPathInfo();
      send(path.equals("/") ? "/index.html" : path, request, response);
    }
  }

  private void send(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    Optional<byte[]> content =
        type != null && FILE.matcher(path).matches() ? content(path) : Optional.empty();
    if (content.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-cache");
    String tag = tag(content.get());
    response.setHeader("ETag", tag);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(type);
    response.getOutputStream().write(content.get());
  }

  /** Weak, because the server may pack what it sends (RFC 9110, section 8.8.1). */
  private static String tag(byte[] content) {
    byte[] hash = Sha256.begin().digest(content);
    return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"";
  }

  private Optional<byte[]> content(String path) throws IOException {
    Optional<String> place =
        path.startsWith(LIBRARY)
            ? Optional.ofNullable(LIBRARIES.get(path.substring(LIBRARY.length())))
                .flatMap(this::place)
            : Optional.of("/console" + path);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = getServletContext().getResourceAsStream(place.get())) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  /** A WebJar has one folder, named after its version. */
  private Optional<String> place(Library library) {
    return Stream.ofNullable(getServletContext().getResourcePaths(library.folder()))
        .flatMap(Set::stream)
        .findFirst()
        .map(version -> version + library.file());
  }
}
