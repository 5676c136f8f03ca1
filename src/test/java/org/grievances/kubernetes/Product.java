package org.grievances.kubernetes;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the product says of itself: in its server, its image, its properties and its manual. */
final class Product {
  /** The directory of properties in files, each named as its file. */
  static final String VARIABLES = "variables";

  private static final Path SERVER = Path.of("liberty");
  private static final String MANUAL = read("src/site/markdown/operations.md");
  private static final Properties DEFAULTS = defaults();

  /**
   * What the image writes: its output directory ({@code WLP_OUTPUT_DIR}), its logs ({@code
   * LOG_DIR}) and the JVM's temporary directory. It was seen to write nothing else on a read-only
   * root file system.
   */
  static final Set<String> WRITTEN_DIRECTORIES = Set.of("/opt/ol/wlp/output", "/logs", "/tmp");

  private Product() {}

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties defaults() {
    Properties defaults = new Properties();
    try {
      defaults.load(
          new StringReader(read("src/main/resources/META-INF/microprofile-config.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return defaults;
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String only(String pattern, String text) {
    List<String> found = all(pattern, text);
    if (found.size() != 1) {
      throw new IllegalStateException(pattern + " is there " + found.size() + " times");
    }
    return found.get(0);
  }

  /** The port of the service, which the image exposes. */
  static int httpsPort() {
    return port("grievances.https.port");
  }

  /** The port of its own pages, which the image exposes. */
  static int operationsPort() {
    return port("grievances.operations.port");
  }

  private static int port(String property) {
    String port =
        only(
            "\"" + property + "\" defaultValue=\"(\\d+)\"",
            read("liberty/configDropins/defaults/ports.xml"));
    if (!only("^EXPOSE ([\\d ]+)$", read("Dockerfile")).matches(".*\\b" + port + "\\b.*")) {
      throw new IllegalStateException("the image does not expose " + port);
    }
    return Integer.parseInt(port);
  }

  static boolean hasHealthPath(String path) {
    return all("^\\| `(/health/\\w+)` \\|", MANUAL).contains(path);
  }

  /** Whether a property is set by this environment variable. */
  static boolean hasPropertyOf(String variable) {
    return properties().stream().anyMatch(property -> variable.matches(variablePattern(property)));
  }

  /** Whether this is the name of a property. */
  static boolean hasProperty(String name) {
    return properties().stream()
        .map(property -> Pattern.quote(property).replaceAll("CLIENT|NAME", "\\\\E[^.]+\\\\Q"))
        .anyMatch(name::matches);
  }

  private static Set<String> properties() {
    Set<String> properties =
        all("^\\| `((?:grievances|mp)\\.[^`]+)` \\|", MANUAL).stream().collect(Collectors.toSet());
    properties.addAll(DEFAULTS.stringPropertyNames());
    return properties;
  }

  /** CLIENT and NAME in the manual stand for a name of the operator's. */
  private static String variablePattern(String property) {
    return property
        .replaceAll("CLIENT|NAME", "*")
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9*]", "_")
        .replace("*", "[A-Z0-9_]+");
  }

  /** How long running requests have when the server is asked to stop. */
  static int secondsToStop() {
    return Integer.parseInt(
        only("running\\s+requests\\s+(\\d+)\\s+seconds\\s+to\\s+finish", MANUAL));
  }

  /** Bytes of request bodies that may be in temporary files. */
  static long spooledBytes() {
    return Long.parseLong(DEFAULTS.getProperty("grievances.batch.max-spooled-bytes"));
  }

  /** Whether the server reads its configuration from this directory below {@code /config}. */
  static boolean readsConfigurationIn(String directory) {
    return MANUAL.contains("`/config/" + directory + "/`")
        && (Files.isDirectory(SERVER.resolve(directory))
            || directory.equals(VARIABLES)
            || directory.equals("configDropins/overrides"));
  }

  /** The variables that a file of configuration refers to. */
  static List<String> variablesIn(String configuration) {
    return all("\\$\\{([A-Z0-9_]+)}", configuration);
  }
}
