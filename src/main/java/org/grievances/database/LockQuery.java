package org.grievances.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.expressions.ExpressionBuilder;
import org.eclipse.persistence.queries.ReadObjectQuery;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.UnitOfWork;

/**
 * The query that finds an entity by its key and locks it. EclipseLink makes its SQL once for a
 * persistence unit, but that of {@link EntityManager#find} with a lock mode at each call.
 */
final class LockQuery {
  private static final String NAME = "lock";
  private static final String KEY = "key";

  private LockQuery() {}

  /** Adds the query to each entity of a persistence unit. */
  static void addTo(EntityManagerFactory unit) {
    for (ClassDescriptor entity : unit.unwrap(Session.class).getDescriptors().values()) {
      if (entity.getPrimaryKeyFields().size() == 1) {
        entity.getQueryManager().addQuery(NAME, of(entity));
      }
    }
  }

  private static ReadObjectQuery of(ClassDescriptor entity) {
    ExpressionBuilder record = new ExpressionBuilder();
    ReadObjectQuery query =
        new ReadObjectQuery(
            entity.getJavaClass(),
            record.getField(entity.getPrimaryKeyFields().get(0)).equal(record.getParameter(KEY)));
    query.addArgument(KEY);
    query.acquireLocks();
    return query;
  }

  /**
   * The entity with a key, managed and locked until the transaction ends; null if there is none.
   */
  static Object run(EntityManager entities, Class<?> entity, Object key) {
    return entities.unwrap(UnitOfWork.class).executeQuery(NAME, entity, List.of(key));
  }
}
