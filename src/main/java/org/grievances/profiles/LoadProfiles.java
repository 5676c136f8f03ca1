package org.grievances.profiles;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** The load profiles of a database, stored there; each method is a transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LoadProfiles {
  private static final int MAX_PROFILES = 200;

  /** A stored profile, and whether it is new. */
  public record Stored(LoadProfile profile, boolean isNew) {}

  /** All profiles, by name. */
  public List<LoadProfile> list(Database database) {
    return database.within(
        entities ->
            entities
                .createQuery("SELECT p FROM LoadProfile p ORDER BY p.name", LoadProfile.class)
                .getResultList());
  }

  /** Fails with {@code RECORD_UNKNOWN} if there is none with this name. */
  public LoadProfile find(Database database, String name) {
    return database.within(entities -> existing(entities, name));
  }

  /**
   * Creates or replaces a profile.
   *
   * @throws FailureException {@code CONFLICT} if the database has too many profiles, {@code
   *     DATABASE_BUSY} if another request creates the same one concurrently
   */
  public Stored put(Database database, String name, String json, String user) {
    try (UnitOfWork unitOfWork = database.join()) {
      return unitOfWork.with(entities -> put(entities, name, json, user));
    } catch (SQLException e) {
      SqlErrorKind kind = SqlErrorKind.of(e);
      throw database.failure(kind == SqlErrorKind.REFUSED ? SqlErrorKind.CONTENTION : kind, e);
    }
  }

  private static Stored put(EntityManager entities, String name, String json, String user) {
    Optional<LoadProfile> known = Optional.ofNullable(entities.find(LoadProfile.class, name));
    LoadProfile profile = known.orElseGet(() -> created(entities, name));
    profile.update(json, user);
    if (known.isEmpty()) {
      entities.persist(profile);
    }
    return new Stored(profile, known.isEmpty());
  }

  private static LoadProfile created(EntityManager entities, String name) {
    long count =
        entities.createQuery("SELECT COUNT(p) FROM LoadProfile p", Long.class).getSingleResult();
    if (count >= MAX_PROFILES) {
      throw new FailureException(
          ProblemType.CONFLICT,
          "This database has " + count + " load profiles, the maximum; delete one first.");
    }
    return new LoadProfile(name);
  }

  /** Fails with {@code RECORD_UNKNOWN} if there is none with this name. */
  public void delete(Database database, String name) {
    database.within(
        entities -> {
          entities.remove(existing(entities, name));
          return null;
        });
  }

  private static LoadProfile existing(EntityManager entities, String name) {
    return Optional.ofNullable(entities.find(LoadProfile.class, name))
        .orElseThrow(
            () ->
                new FailureException(ProblemType.RECORD_UNKNOWN, "No load profile has this name."));
  }
}
