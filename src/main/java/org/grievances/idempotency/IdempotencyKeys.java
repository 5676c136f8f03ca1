package org.grievances.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.grievances.database.Database;
import org.grievances.digest.Sha256;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/** The requests of this server that are in work under an {@code Idempotency-Key}. */
@ApplicationScoped
public class IdempotencyKeys {
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /**
   * Begins a request, which is running until what this gives is closed.
   *
   * @param key the client's; empty when the request may be applied again
   * @param fingerprint what tells the request from any other, asked for only when it has a key
   * @throws FailureException {@code REQUEST_IN_PROGRESS} when one with the same key is running
   */
  public IdempotentRequest begin(
      Database database, String client, Optional<String> key, Supplier<String> fingerprint) {
    return key.map(each -> begin(database, Sha256.hex(client + "\n" + each), fingerprint))
        .orElse(IdempotentRequest.NOT_REQUESTED);
  }

  private IdempotentRequest begin(Database database, String sha256, Supplier<String> fingerprint) {
    String name = database.name() + "/" + sha256;
    if (!running.add(name)) {
      throw inProgress();
    }
    try {
      return new IdempotentRequest(sha256, fingerprint.get(), () -> running.remove(name));
    } catch (RuntimeException failed) {
      running.remove(name);
      throw failed;
    }
  }

  static FailureException inProgress() {
    return new FailureException(
        Failure.REQUEST_IN_PROGRESS,
        "A request with this Idempotency-Key is in work; its answer can be had when that is done.",
        Duration.ofSeconds(1));
  }
}
