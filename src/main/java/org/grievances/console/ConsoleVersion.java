package org.grievances.console;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.grievances.digest.Sha256;

/**
 * The files of the console as this application has them: as they are written, and as browsers load
 * them, which is in few files, in a folder that is named after their content.
 */
final class ConsoleVersion {
  private static final String ROOT = "/console";
  private static final String INDEX = "/index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  /** In the order in which they count. */
  private static final List<String> STYLES = List.of("/console.css", "/load.css", "/charts.css");

  /** The libraries, each with the folder of its WebJar, and where it is in that of a version. */
  private static final Map<String, Library> LIBRARIES =
      Map.of("/lib/chart.js", new Library("/webjars/chart.js/", "dist/chart.umd.min.js"));

  /** The addresses of files in the index. */
  private static final String ADDRESS = "(src|href)=\"([a-z.]+)\"";

  private static final int LENGTH = 16;

  private final ServletContext context;
  private final SortedMap<String, byte[]> written = new TreeMap<>();

  private record Library(String folder, String file) {}

  private ConsoleVersion(ServletContext context) throws IOException {
    this.context = context;
    read(ROOT + "/");
    for (Map.Entry<String, Library> library : LIBRARIES.entrySet()) {
      written.put(library.getKey(), content(place(library.getValue())));
    }
  }

  /** Returns all files by their paths below {@code /console}. */
  static Map<String, ConsoleFile> read(ServletContext context) throws IOException {
    return new ConsoleVersion(context).files();
  }

  private void read(String folder) throws IOException {
    for (String place : context.getResourcePaths(folder)) {
      if (place.endsWith("/")) {
        read(place);
      } else {
        written.put(place.substring(ROOT.length()), content(place));
      }
    }
  }

  private byte[] content(String place) throws IOException {
    try (InputStream in = context.getResourceAsStream(place)) {
      return in.readAllBytes();
    }
  }

  /** A WebJar has one folder, named after its version. */
  private String place(Library library) {
    return context.getResourcePaths(library.folder()).iterator().next() + library.file();
  }

  private Map<String, ConsoleFile> files() throws IOException {
    SortedMap<String, byte[]> loaded = loaded();
    String folder = "/" + hash(loaded);
    Map<String, ConsoleFile> files = new HashMap<>();
    for (Map.Entry<String, byte[]> file : written.entrySet()) {
      files.put(file.getKey(), file(file.getKey(), file.getValue()));
    }
    for (Map.Entry<String, byte[]> file : loaded.entrySet()) {
      files.put(folder + file.getKey(), file(file.getKey(), file.getValue()).versioned());
    }
    String index = text(INDEX).replaceAll(ADDRESS, "$1=\"" + ROOT + folder + "/$2\"");
    files.put(INDEX, file(INDEX, index.getBytes(StandardCharsets.UTF_8)));
    files.put("/", files.get(INDEX));
    return files;
  }

  /** The files that pages load. */
  private SortedMap<String, byte[]> loaded() {
    SortedMap<String, byte[]> loaded = new TreeMap<>();
    Bundles.of(modules())
        .forEach((path, text) -> loaded.put(path, text.getBytes(StandardCharsets.UTF_8)));
    String styles = STYLES.stream().map(this::text).collect(Collectors.joining("\n"));
    loaded.put(STYLES.get(0), styles.getBytes(StandardCharsets.UTF_8));
    written.forEach(
        (path, content) -> {
          if (LIBRARIES.containsKey(path) || path.endsWith(".svg")) {
            loaded.put(path, content);
          }
        });
    return loaded;
  }

  private Map<String, String> modules() {
    return written.keySet().stream()
        .filter(path -> path.endsWith(".js") && !LIBRARIES.containsKey(path))
        .collect(Collectors.toMap(path -> path, this::text));
  }

  private String text(String path) {
    return new String(written.get(path), StandardCharsets.UTF_8);
  }

  private static ConsoleFile file(String path, byte[] content) throws IOException {
    return ConsoleFile.of(TYPES.get(path.substring(path.lastIndexOf('.') + 1)), content);
  }

  private static String hash(SortedMap<String, byte[]> files) {
    MessageDigest hash = Sha256.begin();
    files.forEach(
        (path, content) -> {
          hash.update(path.getBytes(StandardCharsets.UTF_8));
          hash.update(content);
        });
    return HexFormat.of().formatHex(hash.digest()).substring(0, LENGTH);
  }
}
