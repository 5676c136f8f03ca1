package org.grievances.check;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the files of a server in the order in which the server does: {@code
 * configDropins/defaults}, {@code server.xml} with what it includes, {@code
 * configDropins/overrides}. It follows no external entity.
 */
final class ConfigurationReader {
  private static final String SERVER_DIRECTORY = "${server.config.dir}/";
  private static final String UNREADABLE = "cannot be read";
  private static final Set<String> ROOTS = Set.of("server", "client");
  private static final String TLS = "defaultSSLConfig";
  private static final String POSTGRESQL = "properties.postgresql";

  private final XMLInputFactory parsers = XMLInputFactory.newFactory();
  private final ServerConfiguration configuration;
  private final Set<Path> read = new HashSet<>();
  private final Path directory;
  private final Report report;

  private ConfigurationReader(Path directory, Map<String, String> environment, Report report) {
    this.directory = directory;
    this.configuration = new ServerConfiguration(environment);
    this.report = report;
    parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  static ServerConfiguration read(Path directory, Map<String, String> environment, Report report)
      throws IOException {
    ConfigurationReader reader = new ConfigurationReader(directory, environment, report);
    reader.configuration.set(
        "server.config.dir", directory.toAbsolutePath().toString(), reader.place(directory, 1));
    reader.readEnvironment();
    reader.readVariables();
    reader.readFolder(directory.resolve("configDropins/defaults"));
    reader.readFile(directory.resolve("server.xml"));
    reader.readFolder(directory.resolve("configDropins/overrides"));
    return reader.configuration;
  }

  /** The environment that the server gets from a file of its own. */
  private void readEnvironment() {
    Path file = directory.resolve("server.env");
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = List.of();
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      report.error(place(file, 1), UNREADABLE);
    }
    for (int line = 0; line < lines.size(); line++) {
      String[] variable = lines.get(line).split("=", 2);
      if (variable.length == 2 && !variable[0].startsWith("#")) {
        configuration.set(variable[0].strip(), variable[1].strip(), place(file, line + 1));
      }
    }
  }

  /** Variables in files, each named as its file; the directories are as the server finds them. */
  private void readVariables() throws IOException {
    String directories =
        configuration
            .value("VARIABLE_SOURCE_DIRS")
            .orElse(directory.resolve("variables").toString());
    for (String each : directories.split(File.pathSeparator)) {
      Path folder = Path.of(configuration.resolve(each));
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.filter(Files::isRegularFile).sorted().forEach(this::readVariable);
        }
      }
    }
  }

  private void readVariable(Path file) {
    String name = file.getFileName().toString();
    try {
      if (name.endsWith(".properties")) {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        properties
            .stringPropertyNames()
            .forEach(key -> configuration.set(key, properties.getProperty(key), place(file, 1)));
      } else {
        configuration.set(name, Files.readString(file).strip(), place(file, 1));
      }
    } catch (IOException e) {
      report.error(place(file, 1), UNREADABLE);
    }
  }

  private void readFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(ConfigurationReader::isXml).sorted().toList()) {
        readFile(file);
      }
    }
  }

  private static boolean isXml(Path file) {
    return Files.isRegularFile(file) && file.toString().toLowerCase(Locale.ROOT).endsWith(".xml");
  }

  private void readFile(Path file) {
    if (!read.add(file.normalize())) {
      return;
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      XMLStreamReader xml = parsers.createXMLStreamReader(bytes);
      try {
        readDocument(xml, file);
      } catch (XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
        report.error(place(file, line), "is not well-formed XML; no server starts with this file");
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      report.error(place(file, 1), "is not well-formed XML; no server starts with this file");
    } catch (IOException e) {
      report.error(place(file, 1), UNREADABLE);
    }
  }

  private void readDocument(XMLStreamReader xml, Path file) throws XMLStreamException, IOException {
    boolean inside = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.DTD) {
        report.error(place(file, xml), "remove the DOCTYPE, which could read other files");
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        if (inside) {
          readElement(xml, file);
        } else if (!ROOTS.contains(xml.getLocalName())) {
          report.error(place(file, xml), "begins with <" + xml.getLocalName() + ">, not <server>");
        }
        inside = true;
      }
    }
  }

  private void readElement(XMLStreamReader xml, Path file) throws XMLStreamException, IOException {
    switch (xml.getLocalName()) {
      case "variable" -> readVariable(xml, file);
      case "include" -> include(xml, file);
      case "dataSource" -> readDataSource(xml, file);
      case "keyStore" -> readKeyStore(xml, file);
      case "ssl" -> readTls(xml);
      default -> {
        // What else a server can have is no concern of this service.
      }
    }
  }

  private void readVariable(XMLStreamReader xml, Path file) {
    Map<String, String> attributes = attributes(xml);
    String value = attributes.getOrDefault("value", attributes.get("defaultvalue"));
    if (attributes.containsKey("name") && value != null) {
      String name = attributes.get("name");
      if (attributes.containsKey("value")) {
        configuration.set(name, value, place(file, xml));
      } else {
        configuration.setDefault(name, value, place(file, xml));
      }
    }
  }

  private void include(XMLStreamReader xml, Path file) throws IOException {
    Map<String, String> attributes = attributes(xml);
    String location = attributes.getOrDefault("location", "");
    Path included =
        location.startsWith(SERVER_DIRECTORY)
            ? directory.resolve(location.substring(SERVER_DIRECTORY.length()))
            : file.resolveSibling(location);
    if (location.contains("://") || location.replace(SERVER_DIRECTORY, "").contains("${")) {
      report.warning(place(file, xml), "includes " + location + ", which is not checked");
    } else if (Files.isDirectory(included)) {
      readFolder(included);
    } else if (Files.exists(included)) {
      readFile(included);
    } else if (!"true".equals(attributes.get("optional"))) {
      report.error(place(file, xml), "includes " + location + ", which does not exist");
    }
  }

  private void readDataSource(XMLStreamReader xml, Path file) throws XMLStreamException {
    Place place = place(file, xml);
    String jndiName = attributes(xml).getOrDefault("jndiname", "");
    Map<String, String> properties = new LinkedHashMap<>();
    boolean isPostgreSql = false;
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        if (xml.getLocalName().startsWith("properties")) {
          properties.putAll(attributes(xml));
          isPostgreSql |= xml.getLocalName().equals(POSTGRESQL);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
    configuration.add(new DataSourceElement(place, jndiName, properties, isPostgreSql));
  }

  private void readKeyStore(XMLStreamReader xml, Path file) {
    Map<String, String> attributes = attributes(xml);
    configuration.add(
        new KeyStoreElement(
            place(file, xml),
            attributes.getOrDefault("id", ""),
            attributes.getOrDefault("location", ""),
            attributes.getOrDefault("password", "")));
  }

  private void readTls(XMLStreamReader xml) {
    Map<String, String> attributes = attributes(xml);
    if (TLS.equals(attributes.get("id")) && attributes.containsKey("keystoreref")) {
      configuration.serve(attributes.get("keystoreref"));
    }
  }

  private static Map<String, String> attributes(XMLStreamReader xml) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int index = 0; index < xml.getAttributeCount(); index++) {
      attributes.put(
          xml.getAttributeLocalName(index).toLowerCase(Locale.ROOT), xml.getAttributeValue(index));
    }
    return attributes;
  }

  private Place place(Path file, XMLStreamReader xml) {
    return place(file, xml.getLocation().getLineNumber());
  }

  private Place place(Path file, int line) {
    return new Place(file.startsWith(directory) ? directory.relativize(file) : file, line);
  }
}
