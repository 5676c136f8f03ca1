package org.grievances.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.grievances.schema.Table;

/**
 * The named query that locks the record with a key. EclipseLink prepares it once for a persistence
 * unit, but {@code EntityManager.find} with a lock mode each time that it is called.
 */
final class LockQuery {
  private static final String KEY = "key";

  private LockQuery() {}

  static void addTo(EntityManagerFactory unit, List<Table> tables) {
    try (EntityManager entities = unit.createEntityManager()) {
      for (Table table : tables) {
        String query =
            "SELECT record FROM %s record WHERE record.%s = :%s"
                .formatted(
                    unit.getMetamodel().entity(table.entity()).getName(),
                    table.keyField().name(),
                    KEY);
        unit.addNamedQuery(
            name(table), entities.createQuery(query).setLockMode(LockModeType.PESSIMISTIC_WRITE));
      }
    }
  }

  /** Locks the records with a key in the transaction of an entity manager. */
  static List<?> run(EntityManager entities, Table table, Object key) {
    return entities.createNamedQuery(name(table)).setParameter(KEY, key).getResultList();
  }

  private static String name(Table table) {
    return table.entity().getName() + ".lock";
  }
}
