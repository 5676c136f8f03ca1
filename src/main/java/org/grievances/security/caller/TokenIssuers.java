package org.grievances.security.caller;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.database.Database;
import org.grievances.database.Databases;

/**
 * Which databases the tokens of an issuer can be for. A database that names its issuer takes the
 * tokens of no other; all others take those of {@code mp.jwt.verify.issuer} alone. That a token is
 * of its issuer has been verified before.
 */
@ApplicationScoped
public class TokenIssuers {
  @Inject private Databases databases;

  @Inject
  @ConfigProperty(name = "mp.jwt.verify.issuer")
  private Optional<String> common;

  /** Whether tokens of this issuer can be for a database. */
  public boolean allow(String issuer, String database) {
    return ofDatabase(database).or(() -> common).filter(own -> own.equals(issuer)).isPresent();
  }

  /** Whether a database takes tokens of its own issuer alone. */
  public boolean isOfAnother(String database) {
    return ofDatabase(database).filter(own -> !common.equals(Optional.of(own))).isPresent();
  }

  private Optional<String> ofDatabase(String database) {
    return databases.find(database).flatMap(Database::issuer);
  }
}
