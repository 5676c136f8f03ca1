package org.grievances.console;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.grievances.digest.Sha256;
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

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private static final String PAGES = "/console";
  private static final String LIBRARY = "/lib/";

  /** The libraries, each with the folder of its WebJar, and where it is in that of a version. */
  private static final Map<String, Library> LIBRARIES =
      Map.of("chart.js", new Library("/webjars/chart.js/", "dist/chart.umd.min.js"));

  private record Library(String folder, String file) {}

  @Inject private transient ConsoleSettings settings;

  private transient Map<String, File> files = Map.of();

  /** A file of the console, and what browsers know its content by. */
  private record File(String type, byte[] content, String tag) {

    static File of(String type, byte[] content) {
      byte[] hash = Sha256.begin().digest(content);
      // Weak, because the server may compress what it sends (RFC 9110, section 8.8.1).
      return new File(
          type,
          content,
          "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"');
    }
  }

  /** Reads all files, so that a path is only ever looked up among theirs. */
  @Override
  public void init() throws ServletException {
    Map<String, File> all = new HashMap<>();
    try {
      add(PAGES + "/", all);
      for (Map.Entry<String, Library> library : LIBRARIES.entrySet()) {
        add(LIBRARY + library.getKey(), place(library.getValue()), all);
      }
    } catch (IOException e) {
      throw new ServletException(e);
    }
    all.put("/", all.get("/index.html"));
    files = Map.copyOf(all);
  }

  private void add(String folder, Map<String, File> all) throws IOException {
    for (String place : getServletContext().getResourcePaths(folder)) {
      if (place.endsWith("/")) {
        add(place, all);
      } else {
        add(place.substring(PAGES.length()), place, all);
      }
    }
  }

  private void add(String path, String place, Map<String, File> all) throws IOException {
    String type = TYPES.get(place.substring(place.lastIndexOf('.') + 1));
    try (InputStream in = getServletContext().getResourceAsStream(place)) {
      all.put(path, File.of(type, in.readAllBytes()));
    }
  }

  /** A WebJar has one folder, named after its version. */
  private String place(Library library) {
    return getServletContext().getResourcePaths(library.folder()).iterator().next()
        + library.file();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    File file = settings.client().isEmpty() || path == null ? null : files.get(path);
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

  /** Weak comparison (RFC 9110, section 13.1.2); no tag of a file has a comma. */
  private static boolean isKnown(String tag, String tags) {
    return Stream.ofNullable(tags)
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.equals(tag) || ("W/" + each).equals(tag));
  }

  private static void send(File file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("ETag", file.tag());
    if (isKnown(file.tag(), request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(file.type());
    response.getOutputStream().write(file.content());
  }
}
