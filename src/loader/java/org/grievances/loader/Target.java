package org.grievances.loader;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of every command that select a database of a service. */
final class Target {

  @Option(
      names = "--database",
      required = true,
      paramLabel = "NAME",
      description = "The database of the service.")
  private String database;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where the service is, such as https://example.org:9443; http:// only on this machine, or with --insecure. Else GRIEVANCES_URL.")
  private String url;

  @Option(
      names = "--insecure",
      description =
          "Allow an http:// URL of another machine: the credentials and the records can then be read on the way. Certificates of https:// are checked all the same.")
  private boolean insecure;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) to trust instead of the platform's; else GRIEVANCES_CA_FILE.")
  private Path caFile;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "A file that only you can read, with lines such as GRIEVANCES_API_KEY=…, also with quotes, \"export\" and # remarks.")
  private Path credentials;

  @Option(
      names = "--max-wait",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "Stop when nothing has succeeded for so long (default: ${DEFAULT-VALUE}).")
  private int maxWait;

  @Option(names = "--quiet", description = "Say nothing but why it stops.")
  private boolean quiet;

  String database() {
    return database;
  }

  boolean quiet() {
    return quiet;
  }

  Display display() {
    return new Display(System.err, quiet);
  }

  Service service(Display display) {
    Credentials held = Credentials.read(credentials, System.getenv());
    URI url = url(held);
    if (!insecure && url.getHost() != null && Transport.isExposed(url)) {
      throw ExitException.usage(
          "%s is not https: others could read the credentials and the records on the way. Use https, or give --insecure if the network in between is safe."
              .formatted(url.getHost()));
    }
    String version = Target.class.getPackage().getImplementationVersion();
    String userAgent = "grievances-load/" + (version == null ? "development" : version);
    return new Service(
        url,
        database,
        new Service.Connection(caFile(held), held.complete(System.console()), userAgent),
        new RetryDelays(Duration.ofSeconds(maxWait), display::pause));
  }

  private URI url(Credentials held) {
    String named = url != null ? url : held.get(Credentials.URL);
    if (named == null) {
      throw ExitException.usage("Say where the service is: --url, or GRIEVANCES_URL.");
    }
    try {
      return new URI(named);
    } catch (URISyntaxException e) {
      throw ExitException.usage("No URL of a service, such as https://example.org:9443: " + named);
    }
  }

  private Path caFile(Credentials held) {
    String named = held.get(Credentials.CA_FILE);
    return caFile != null || named == null ? caFile : Path.of(named);
  }
}
