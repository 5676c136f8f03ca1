package org.grievances.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a PostgreSQL database, and the protection of its connections.
 *
 * @param hosts with their ports
 * @param sslMode empty if it is not set
 */
public record DatabaseAddress(List<String> hosts, String database, Optional<String> sslMode) {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql:(?://(?<hosts>[^/?]*)/?)?(?<database>[^?]*)(?<parameters>.*)");
  private static final Pattern SSL_MODE =
      Pattern.compile("[?&]sslmode=([^&]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PORT = Pattern.compile("(.*?[^:]|\\[.*]):\\d+");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?|/.*|");
  private static final String LOCAL = "localhost";
  private static final String DEFAULT_PORT = ":5432";
  private static final String VERIFIED = "verify-full";

  /** The address in a JDBC URL; empty if it is for another product. */
  public static Optional<DatabaseAddress> of(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String hosts = matcher.group("hosts");
    Matcher sslMode = SSL_MODE.matcher(matcher.group("parameters"));
    return Optional.of(
        of(
            hosts == null ? LOCAL : hosts,
            matcher.group("database"),
            sslMode.find() ? Optional.of(sslMode.group(1)) : Optional.empty()));
  }

  /**
   * @param hosts separated by commas
   */
  public static DatabaseAddress of(String hosts, String database, Optional<String> sslMode) {
    return new DatabaseAddress(
        Stream.of(hosts.split(",")).map(DatabaseAddress::withPort).sorted().toList(),
        database,
        sslMode);
  }

  /** In lower case, since the case of a host's name does not count. */
  private static String withPort(String host) {
    String name = host.isEmpty() ? LOCAL : host.strip().toLowerCase(Locale.ROOT);
    return PORT.matcher(name).matches() ? name : name + DEFAULT_PORT;
  }

  /** Whether others could read or change the data on the connections. */
  public boolean isExposed() {
    return !sslMode.map(VERIFIED::equals).orElse(false)
        && !hosts.stream().allMatch(DatabaseAddress::isLocal);
  }

  private static boolean isLocal(String host) {
    return LOOPBACK.matcher(host.substring(0, host.lastIndexOf(':'))).matches();
  }

  /** A host with its port, by the same name for all names of this machine. */
  private static String machine(String host) {
    return isLocal(host) ? LOCAL + host.substring(host.lastIndexOf(':')) : host;
  }

  /** The advice for exposed connections. */
  public String exposure() {
    return "is reached without verified TLS"
        + sslMode.map(mode -> " (sslMode is " + mode + ")").orElse("")
        + ": set sslMode=\"verify-full\" and sslRootCert on its data source, or somebody between"
        + " can read and change its records";
  }

  /** Whether both are the same database on the same server. */
  public boolean isSame(DatabaseAddress other) {
    List<String> machines = other.hosts.stream().map(DatabaseAddress::machine).toList();
    return database.equals(other.database)
        && hosts.stream().map(DatabaseAddress::machine).anyMatch(machines::contains);
  }
}
