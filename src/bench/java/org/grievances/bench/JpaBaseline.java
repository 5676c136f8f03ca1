package org.grievances.bench;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.grievances.grievance.Grievance;

/**
 * The usual way with JPA and EclipseLink's batch writing: finds the existing rows, changes them and
 * persists the others.
 */
final class JpaBaseline implements Baseline {
  private static final List<Field> MEMBERS = FIELDS.stream().map(f -> member(f.name())).toList();

  private final EntityManagerFactory factory;

  JpaBaseline(String url) {
    factory =
        Persistence.createEntityManagerFactory(
            "bench",
            Map.of(
                "jakarta.persistence.jdbc.url", url,
                "jakarta.persistence.jdbc.user", "postgres",
                "jakarta.persistence.jdbc.password", ""));
  }

  private static Field member(String name) {
    try {
      Field member = Grievance.class.getDeclaredField(name);
      member.setAccessible(true);
      return member;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(Connection ignored, List<Object[]> rows) throws SQLException {
    try (EntityManager entityManager = factory.createEntityManager()) {
      entityManager.getTransaction().begin();
      Map<Object, Grievance> existing = new HashMap<>();
      entityManager
          .createQuery("SELECT g FROM Grievance g WHERE g.grievance_Key IN :keys", Grievance.class)
          .setParameter("keys", rows.stream().map(row -> row[0]).toList())
          .getResultList()
          .forEach(grievance -> existing.put(get(grievance, 0), grievance));
      for (Object[] row : rows) {
        Grievance grievance = existing.get(row[0]);
        if (grievance == null) {
          grievance = new Grievance();
          fill(grievance, row);
          entityManager.persist(grievance);
        } else {
          fill(grievance, row);
        }
      }
      entityManager.getTransaction().commit();
    }
  }

  private static Object get(Grievance grievance, int member) {
    try {
      return MEMBERS.get(member).get(grievance);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(Grievance grievance, Object[] row) {
    try {
      for (int member = 0; member < row.length; member++) {
        Object value = row[member];
        MEMBERS
            .get(member)
            .set(
                grievance,
                value instanceof LocalDateTime date ? date.toInstant(ZoneOffset.UTC) : value);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
