package org.grievances.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks what a configuration refers to: databases on PostgreSQL, identity providers, ports. */
final class ConnectionCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String KEYS = "mp.jwt.verify.publickey.location";
  private static final String ISSUER = "grievances.console.openid-connect.issuer";

  /** OpenID Connect Discovery 1.0, section 4. */
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private static final int OK = 200;

  private final Path directory;
  private final ServerConfiguration configuration;
  private final Report report;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  ConnectionCheck(Path directory, ServerConfiguration configuration, Report report) {
    this.directory = directory;
    this.configuration = configuration;
    this.report = report;
  }

  void check() throws IOException {
    List<DataSourceElement> remote =
        configuration.dataSources().stream()
            .filter(DataSourceElement::isUsed)
            .filter(dataSource -> dataSource.address().isPresent())
            .toList();
    if (!remote.isEmpty()) {
      checkDatabases(remote);
    }
    configuration
        .value(KEYS)
        .filter(location -> location.startsWith("http"))
        .ifPresent(location -> checkProvider(KEYS, location, "\"keys\""));
    configuration
        .value(ISSUER)
        .filter(issuer -> !issuer.isBlank())
        .ifPresent(
            issuer ->
                checkProvider(
                    ISSUER, issuer.replaceFirst("/$", "") + DISCOVERY, '"' + issuer + '"'));
    Stream.of(Ports.SERVICE, Ports.OPERATIONS).forEach(this::checkPort);
  }

  private void checkDatabases(List<DataSourceElement> dataSources) throws IOException {
    PackagedSchema schema = PackagedSchema.of(directory.resolve("apps/grievances.war"));
    try (URLClassLoader drivers = new URLClassLoader(libraries())) {
      Driver driver =
          (Driver)
              drivers.loadClass("org.postgresql.Driver").getDeclaredConstructor().newInstance();
      DatabaseCheck check = new DatabaseCheck(driver, schema, report);
      dataSources.forEach(dataSource -> check.check(dataSource, isMigrated(dataSource)));
    } catch (ReflectiveOperationException e) {
      report.error(dataSources.get(0).place(), "lib/postgresql has no driver for this database");
    }
  }

  private URL[] libraries() throws IOException {
    Path folder = directory.resolve("lib/postgresql");
    List<URL> libraries = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          libraries.add(file.toUri().toURL());
        }
      }
    }
    return libraries.toArray(URL[]::new);
  }

  private boolean isMigrated(DataSourceElement dataSource) {
    return configuration
        .value("grievances.databases." + dataSource.database() + ".migrate")
        .map(Boolean::parseBoolean)
        .orElse(true);
  }

  /**
   * Reads what an identity provider publishes; the server trusts it as the JDK does.
   *
   * @param expected a part of the answer
   */
  private void checkProvider(String setting, String url, String expected) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        unreadable(setting, url, "the answer has the status " + response.statusCode());
      } else if (!response.body().contains(expected)) {
        unreadable(setting, url, "the answer does not have " + expected);
      }
    } catch (IOException | IllegalArgumentException e) {
      unreadable(setting, url, e.getClass().getSimpleName() + " " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unreadable(setting, url, "interrupted");
    }
  }

  private void unreadable(String setting, String url, String reason) {
    report.error(configuration.place(setting), setting + ": " + url + " cannot be used: " + reason);
  }

  /** A server that runs with this configuration has its ports itself. */
  private void checkPort(Ports.Listener listener) {
    int port = Ports.number(configuration, listener.port());
    if (port <= 0) {
      return;
    }
    String host = configuration.value(listener.host()).orElse("*");
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          host.equals("*")
              ? new InetSocketAddress(port)
              : new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      report.warning(
          configuration.place(listener.port()),
          listener.port()
              + ": port "
              + port
              + " is not free; choose another if this server does not run now");
    }
  }
}
