package org.grievances.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Referenceable;
import javax.sql.DataSource;
import org.grievances.activity.Activity;
import org.grievances.digest.Sha256;

/**
 * The data sources that the server has below a name in JNDI. They must be looked up on a thread
 * that is not the application's: the server restarts an application whose data source is changed,
 * and knows by its lookups which are its own.
 */
final class DataSources {
  private static final Logger LOGGER = Logger.getLogger(DataSources.class.getName());

  private final String names;
  private final Set<String> unusable = new HashSet<>();

  /** A data source, and a hash of its properties, which shows whether they were changed. */
  record Found(DataSource source, String properties) {}

  DataSources(String names) {
    this.names = names;
  }

  /**
   * The data sources by the last part of their names; none if nothing is configured.
   *
   * @throws NamingException if JNDI cannot list them
   */
  Map<String, Found> find() throws NamingException {
    Map<String, Found> found = new TreeMap<>();
    try {
      for (NameClassPair entry : Collections.list(new InitialContext().list(names))) {
        findUsable(entry.getName())
            .ifPresent(source -> found.put(entry.getName(), new Found(source, properties(source))));
      }
    } catch (NameNotFoundException e) {
      return Map.of();
    }
    return found;
  }

  /** Empty if the server cannot create it, which is logged once. */
  private Optional<DataSource> findUsable(String name) {
    try {
      DataSource source = find(name);
      unusable.remove(name);
      return Optional.of(source);
    } catch (NamingException | RuntimeException e) {
      if (unusable.add(name)) {
        Activity.log(LOGGER, Level.WARNING, "Data source " + names + "/" + name + ": unusable.", e);
      }
      return Optional.empty();
    }
  }

  /**
   * The data source with this last part of its name.
   *
   * @throws NamingException if there is none
   */
  DataSource find(String name) throws NamingException {
    return InitialContext.doLookup(names + "/" + name);
  }

  /** The properties of the driver's own data source, which opens the connections. */
  private static String properties(DataSource source) {
    MessageDigest digest = Sha256.begin();
    try {
      for (RefAddr each :
          Collections.list(source.unwrap(Referenceable.class).getReference().getAll())) {
        String property = each.getType() + "=" + each.getContent() + "\n";
        digest.update(property.getBytes(StandardCharsets.UTF_8));
      }
    } catch (Exception e) {
      return "unknown";
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
