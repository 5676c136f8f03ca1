package org.grievances.check;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.grievances.settings.DataSourceName;
import org.grievances.settings.DatabaseAddress;

/**
 * A data source in a configuration.
 *
 * @param properties of its driver; the names of their attributes in lower case
 * @param isPostgreSql whether they are those of PostgreSQL's driver
 */
record DataSourceElement(
    Place place, String jndiName, Map<String, String> properties, boolean isPostgreSql) {
  private static final String DEFAULT_SERVER = "localhost";
  private static final String DERBY = "databasename";

  /** The name by which callers know the database, which a replica shares. */
  String database() {
    return jndiName.substring(jndiName.lastIndexOf('/') + 1);
  }

  boolean isNamed(String folder) {
    return jndiName.startsWith(folder + "/")
        && !database().isEmpty()
        && jndiName.length() == folder.length() + 1 + database().length();
  }

  boolean isUsed() {
    return DataSourceName.FOLDERS.stream().anyMatch(this::isNamed);
  }

  /** Where its database is; empty if that is no PostgreSQL. */
  Optional<DatabaseAddress> address() {
    Optional<String> sslMode = property("sslmode");
    Optional<String> url = property("url");
    if (url.isPresent()) {
      return DatabaseAddress.of(url.get())
          .map(
              address ->
                  new DatabaseAddress(
                      address.hosts(), address.database(), sslMode.or(address::sslMode)));
    }
    return property("servername")
        .or(() -> isPostgreSql ? Optional.of(DEFAULT_SERVER) : Optional.empty())
        .map(
            server ->
                DatabaseAddress.of(
                    property("portnumber").map(port -> server + ":" + port).orElse(server),
                    property(DERBY).orElse(""),
                    sslMode));
  }

  /** The address of its database on PostgreSQL, for the driver. */
  String url() {
    return property("url")
        .orElseGet(
            () -> {
              DatabaseAddress address = address().orElseThrow();
              return "jdbc:postgresql://"
                  + String.join(",", address.hosts())
                  + "/"
                  + address.database();
            });
  }

  private Optional<String> property(String name) {
    return Optional.ofNullable(properties.get(name));
  }

  /** Where a database in files is. */
  private Optional<Path> directory() {
    return property(DERBY).map(Path::of).map(Path::normalize);
  }

  /** Whether both lead to the same database. */
  boolean hasSameDatabase(DataSourceElement other) {
    if (address().isPresent() || other.address().isPresent()) {
      return address().isPresent()
          && other.address().isPresent()
          && address().get().isSame(other.address().get());
    }
    return directory().isPresent() && directory().equals(other.directory());
  }
}
