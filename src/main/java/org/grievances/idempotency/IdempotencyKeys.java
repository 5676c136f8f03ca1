package org.grievances.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.api.Sha256;
import org.grievances.database.Database;
import org.grievances.item.Body;

/** The requests of this server that are in work under an {@code Idempotency-Key}. */
@ApplicationScoped
public class IdempotencyKeys {
  private final Set<String> inWork = ConcurrentHashMap.newKeySet();

  /**
   * Begins a request, which is in work until what this gives is closed.
   *
   * @throws ProblemException {@code REQUEST_IN_WORK} when one with the same key is
   */
  public IdempotentRequest begin(Database database, IdempotentParameters call, Body body) {
    return call.key()
        .map(key -> begin(database, key, call, body))
        .orElse(IdempotentRequest.NOT_REQUESTED);
  }

  private IdempotentRequest begin(
      Database database, String key, IdempotentParameters call, Body body) {
    String sha256 = Sha256.hex(call.author().client() + "\n" + key);
    String name = database.name() + "/" + sha256;
    if (!inWork.add(name)) {
      throw inWork();
    }
    try {
      return new IdempotentRequest(sha256, call.fingerprint(body), () -> inWork.remove(name));
    } catch (RuntimeException failed) {
      inWork.remove(name);
      throw failed;
    }
  }

  static ProblemException inWork() {
    return new ProblemException(
        ProblemType.REQUEST_IN_WORK,
        "A request with this Idempotency-Key is in work; its answer can be had when that is done.",
        Map.of("Retry-After", "1"));
  }
}
