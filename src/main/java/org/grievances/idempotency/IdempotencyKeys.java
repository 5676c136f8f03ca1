package org.grievances.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.grievances.database.Database;
import org.grievances.digest.Sha256;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.metrics.Metrics;

/** Tracks the requests with an {@code Idempotency-Key} that are in progress on this server. */
@ApplicationScoped
public class IdempotencyKeys {
  @Inject private Metrics metrics;

  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Purges> purges = new ConcurrentHashMap<>();

  /**
   * Begins a request, which is in progress until the returned object is closed.
   *
   * @param owner the client, and what else tells its callers apart
   * @param key the client's key; empty if the request may be applied again
   * @param fingerprint distinguishes the request from any other; computed only if there is a key
   * @throws FailureException {@code REQUEST_IN_PROGRESS} if a request with the same key is in
   *     progress
   */
  public IdempotentRequest begin(
      Database database, String owner, Optional<String> key, Supplier<Fingerprint> fingerprint) {
    return key.map(each -> begin(database, Sha256.hex(owner + "\n" + each), fingerprint))
        .orElse(IdempotentRequest.NONE);
  }

  private IdempotentRequest begin(
      Database database, String sha256, Supplier<Fingerprint> fingerprint) {
    String name = database.name() + "/" + sha256;
    if (!running.add(name)) {
      throw inProgress();
    }
    try {
      return new IdempotentRequest(
          sha256,
          fingerprint.get(),
          purges.computeIfAbsent(database.name(), each -> new Purges()),
          () -> metrics.replay(database.name()),
          () -> running.remove(name));
    } catch (RuntimeException e) {
      running.remove(name);
      throw e;
    }
  }

  static FailureException inProgress() {
    return new FailureException(
        ProblemType.REQUEST_IN_PROGRESS,
        "A request with this Idempotency-Key is still being processed; send it again later to get its response.",
        Duration.ofSeconds(1));
  }
}
