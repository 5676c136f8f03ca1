package org.grievances.reports;

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

/** The layouts of a database, stored there; each method is a transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ReportLayouts {
  private static final int MAX_LAYOUTS = 200;

  /** A stored layout, and whether it is new. */
  public record Stored(ReportLayout layout, boolean isNew) {}

  /** All layouts, by name. */
  public List<ReportLayout> list(Database database) {
    return database.within(
        entities ->
            entities
                .createQuery("SELECT l FROM ReportLayout l ORDER BY l.name", ReportLayout.class)
                .getResultList());
  }

  /** Fails with {@code RECORD_UNKNOWN} if there is none with this name. */
  public ReportLayout find(Database database, String name) {
    return database.within(entities -> existing(entities, name));
  }

  /**
   * Creates or replaces a layout.
   *
   * @throws FailureException {@code CONFLICT} if the database has too many, {@code DATABASE_BUSY}
   *     if another request creates the same one concurrently
   */
  public Stored put(Database database, String name, String csv, LayoutForm form, String user) {
    try (UnitOfWork unitOfWork = database.join()) {
      return unitOfWork.with(entities -> put(entities, name, csv, form, user));
    } catch (SQLException e) {
      SqlErrorKind kind = SqlErrorKind.of(e);
      throw database.failure(kind == SqlErrorKind.REFUSED ? SqlErrorKind.CONTENTION : kind, e);
    }
  }

  private static Stored put(
      EntityManager entities, String name, String csv, LayoutForm form, String user) {
    Optional<ReportLayout> known = Optional.ofNullable(entities.find(ReportLayout.class, name));
    ReportLayout layout = known.orElseGet(() -> created(entities, name));
    layout.update(csv, form, user);
    if (known.isEmpty()) {
      entities.persist(layout);
    }
    return new Stored(layout, known.isEmpty());
  }

  private static ReportLayout created(EntityManager entities, String name) {
    long count =
        entities.createQuery("SELECT COUNT(l) FROM ReportLayout l", Long.class).getSingleResult();
    if (count >= MAX_LAYOUTS) {
      throw new FailureException(
          ProblemType.CONFLICT,
          "This database has " + count + " report layouts, the maximum; delete one first.");
    }
    return new ReportLayout(name);
  }

  /** Fails with {@code RECORD_UNKNOWN} if there is none with this name. */
  public void delete(Database database, String name) {
    database.within(
        entities -> {
          entities.remove(existing(entities, name));
          return null;
        });
  }

  private static ReportLayout existing(EntityManager entities, String name) {
    return Optional.ofNullable(entities.find(ReportLayout.class, name))
        .orElseThrow(
            () -> new FailureException(ProblemType.RECORD_UNKNOWN, "No layout has this name."));
  }
}
