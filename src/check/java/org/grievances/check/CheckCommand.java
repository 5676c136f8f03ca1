package org.grievances.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.grievances.settings.DataSourceName;
import org.grievances.settings.DatabaseAddress;
import org.grievances.settings.Finding;
import org.grievances.settings.SettingsCheck;

/**
 * Checks the configuration of a server that may not be running with it yet. It connects to nothing,
 * unless it is asked to.
 */
public final class CheckCommand {
  private static final int OK = 0;
  private static final int ERRORS = 1;
  private static final int USAGE = 2;
  private static final String CONNECT = "--connect";
  private static final Path ENVIRONMENT = Path.of("environment");

  private final ServerConfiguration configuration;
  private final Report report;

  private CheckCommand(ServerConfiguration configuration, Report report) {
    this.configuration = configuration;
    this.report = report;
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, System.getenv(), out));
  }

  /** The status: 0 if the configuration can be used, 1 if it has errors, 2 if it is not there. */
  static int run(String[] arguments, Map<String, String> environment, PrintStream out)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean isConnecting = words.remove(CONNECT);
    Path directory = Path.of(words.size() == 1 ? words.get(0) : "");
    if (words.size() != 1 || !Files.exists(directory.resolve("server.xml"))) {
      out.println("Usage: java -jar grievances-check.jar [--connect] DIRECTORY");
      out.println("DIRECTORY is the server's, with server.xml in it, such as /config.");
      out.println("--connect also tries its databases, identity providers and ports.");
      return USAGE;
    }
    Report report = new Report();
    ServerConfiguration configuration = ConfigurationReader.read(directory, environment, report);
    environment.entrySet().stream()
        .filter(variable -> SettingsCheck.isOfService(variable.getKey()))
        .forEach(
            variable ->
                configuration.set(
                    variable.getKey(), variable.getValue(), new Place(ENVIRONMENT, 0)));
    new CheckCommand(configuration, report).check();
    if (isConnecting) {
      new ConnectionCheck(directory, configuration, report).check();
    }
    report.print(out);
    return report.hasErrors() ? ERRORS : OK;
  }

  private void check() {
    List<DataSourceElement> dataSources = configuration.dataSources();
    dataSources.forEach(this::checkName);
    List<DataSourceElement> used = dataSources.stream().filter(DataSourceElement::isUsed).toList();
    for (int later = 1; later < used.size(); later++) {
      for (DataSourceElement earlier : used.subList(0, later)) {
        checkPair(earlier, used.get(later));
      }
    }
    List<String> databases =
        used.stream()
            .filter(dataSource -> dataSource.isNamed(DataSourceName.DATABASES))
            .map(DataSourceElement::database)
            .toList();
    used.forEach(dataSource -> checkAccess(dataSource, databases));
    checkSettings(databases);
    Ports.check(configuration, report);
    new KeyStoreCheck(configuration, report).check();
  }

  private void checkName(DataSourceElement dataSource) {
    if (!dataSource.isUsed()) {
      report.error(
          dataSource.place(),
          "data source '" + dataSource.jndiName() + "' " + DataSourceName.UNUSED);
    }
  }

  private void checkPair(DataSourceElement earlier, DataSourceElement later) {
    if (earlier.jndiName().equals(later.jndiName())) {
      report.error(
          later.place(),
          later.jndiName()
              + " is also in "
              + earlier.place()
              + "; give each database its own name");
    } else if (!earlier.database().equals(later.database()) && earlier.hasSameDatabase(later)) {
      report.error(
          later.place(),
          later.jndiName()
              + " leads to the same database as "
              + earlier.jndiName()
              + " in "
              + earlier.place()
              + "; correct one of the addresses");
    }
  }

  private void checkAccess(DataSourceElement dataSource, List<String> databases) {
    dataSource
        .address()
        .filter(DatabaseAddress::isExposed)
        .ifPresent(
            address ->
                report.warning(
                    dataSource.place(),
                    "database " + dataSource.database() + " " + address.exposure()));
    if (dataSource.isNamed(DataSourceName.REPLICAS) && !databases.contains(dataSource.database())) {
      report.error(
          dataSource.place(),
          dataSource.jndiName()
              + " is not used: there is no "
              + DataSourceName.DATABASES
              + "/"
              + dataSource.database());
    }
  }

  private void checkSettings(List<String> databases) {
    Map<String, String> settings = new TreeMap<>();
    configuration.variables().entrySet().stream()
        .filter(variable -> SettingsCheck.isOfService(variable.getKey()))
        .forEach(
            variable ->
                settings.put(
                    variable.getKey(), configuration.resolve(variable.getValue().value())));
    settings.values().removeIf(ServerConfiguration::isUnresolved);
    Stream.concat(
            SettingsCheck.check(settings).stream(),
            SettingsCheck.checkDatabases(settings, databases).stream())
        .forEach(this::add);
  }

  /** A setting that is missing has no place of its own. */
  private void add(Finding finding) {
    Place place = configuration.place(finding.setting());
    if (finding.severity() == Finding.Severity.ERROR) {
      report.error(place, finding.toString());
    } else {
      report.warning(place, finding.toString());
    }
  }
}
