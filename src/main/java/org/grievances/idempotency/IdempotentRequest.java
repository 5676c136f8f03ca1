package org.grievances.idempotency;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.grievances.database.UnitOfWork;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * A request that is applied only once, however often it is sent: in its own transaction, it finds
 * the response to an earlier request in the database, or stores its own response there.
 */
public final class IdempotentRequest implements AutoCloseable {
  /** A request without an {@code Idempotency-Key}. */
  public static final IdempotentRequest NONE =
      new IdempotentRequest(null, null, null, () -> {}, () -> {});

  private static final Duration RETENTION = Duration.ofHours(24);

  private final String sha256;
  private final Fingerprint fingerprint;
  private final Purges purges;
  private final Runnable replayed;
  private final Runnable end;

  /**
   * @param sha256 the hash of the client and its key
   * @param fingerprint distinguishes the request from any other
   * @param purges those of its database
   * @param replayed runs when an earlier response is found
   * @param end runs when the request has ended
   */
  IdempotentRequest(
      String sha256, Fingerprint fingerprint, Purges purges, Runnable replayed, Runnable end) {
    this.sha256 = sha256;
    this.fingerprint = fingerprint;
    this.purges = purges;
    this.replayed = replayed;
    this.end = end;
  }

  private boolean isRequested() {
    return sha256 != null;
  }

  /**
   * The stored response to an earlier identical request.
   *
   * @throws FailureException {@code REQUEST_IN_PROGRESS} if the request is in progress on another
   *     server, or {@code KEY_REUSED} if a different request used the key
   */
  public Optional<RequestResult> find(UnitOfWork unitOfWork) throws SQLException {
    if (!isRequested()) {
      return Optional.empty();
    }
    return switch (unitOfWork.claim(sha256, StoredResponse.QUERY)) {
      case TAKEN -> throw IdempotencyKeys.inProgress();
      case NEW -> Optional.empty();
      case KNOWN -> unitOfWork.with(this::findStored).map(this::replay);
    };
  }

  /** Removes a response that is no longer valid, so that another can replace it. */
  private Optional<StoredResponse> findStored(EntityManager entities) {
    StoredResponse stored = entities.find(StoredResponse.class, sha256);
    if (stored != null && stored.isBefore(oldest())) {
      entities.remove(stored);
      return Optional.empty();
    }
    return Optional.ofNullable(stored);
  }

  private static Instant oldest() {
    return Instant.now().minus(RETENTION);
  }

  private RequestResult replay(StoredResponse stored) {
    if (!stored.isOf(fingerprint)) {
      throw new FailureException(
          ProblemType.KEY_REUSED,
          "Another request with this Idempotency-Key was applied in the last 24 hours. Give this one"
              + " its own key only if it is to be applied as well.");
    }
    replayed.run();
    return stored.result();
  }

  /** Stores a response for 24 hours. */
  public void keep(UnitOfWork unitOfWork, RequestResult result) throws SQLException {
    if (isRequested()) {
      unitOfWork.with(
          entities -> {
            if (purges.isDue()) {
              purge(entities);
            }
            entities.persist(new StoredResponse(sha256, fingerprint, result));
            return null;
          });
    }
  }

  private static void purge(EntityManager entities) {
    entities
        .createQuery("DELETE FROM StoredResponse r WHERE r.created < :oldest")
        .setParameter("oldest", oldest())
        .executeUpdate();
  }

  @Override
  public void close() {
    end.run();
  }
}
