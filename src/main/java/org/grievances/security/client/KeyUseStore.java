package org.grievances.security.client;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.grievances.database.Database;

/** Stores in a database when keys were last used for it. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class KeyUseStore {

  /** The last uses that are stored, by the {@linkplain KeyHash#id ids} of keys. */
  public Map<String, Instant> all(Database database) {
    return database.within(
        entities ->
            entities
                .createQuery("SELECT u FROM KeyUse u", KeyUse.class)
                .getResultStream()
                .collect(Collectors.toMap(KeyUse::id, KeyUse::lastUsed)));
  }

  /** Stores later uses of keys. */
  public void store(Database database, Map<String, Instant> uses) {
    database.within(
        entities -> {
          uses.forEach(
              (id, time) -> {
                KeyUse known = entities.find(KeyUse.class, id);
                KeyUse use = known == null ? new KeyUse(id) : known;
                use.setLastUsed(time);
                if (known == null) {
                  entities.persist(use);
                }
              });
          return null;
        });
  }
}
