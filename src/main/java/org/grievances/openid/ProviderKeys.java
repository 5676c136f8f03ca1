package org.grievances.openid;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.activity.Activity;
import org.grievances.tls.ServerTrust;

/**
 * Tells whether the keys that tokens are verified with can be read from the identity provider. The
 * server, which verifies tokens, refuses them all while it cannot read its keys.
 */
@ApplicationScoped
public class ProviderKeys {
  private static final Logger LOGGER = Logger.getLogger(ProviderKeys.class.getName());

  /** How long a result is reused, so that bad tokens cause few requests to the provider. */
  private static final Duration RETENTION = Duration.ofSeconds(5);

  /** How long a caller waits for the result of another one. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  @Inject
  @ConfigProperty(name = "mp.jwt.verify.publickey.location")
  private Optional<String> location;

  private final ReentrantLock asking = new ReentrantLock();
  private volatile Seen seen = new Seen(true, System.nanoTime() - RETENTION.toNanos());

  /** The last result, and when, by {@link System#nanoTime}. */
  private record Seen(boolean available, long nanoTime) {

    boolean isFresh() {
      return System.nanoTime() - nanoTime < RETENTION.toNanos();
    }
  }

  /** Whether the keys can be read now, or are not those of a provider. */
  public boolean areAvailable() {
    return location.filter(address -> address.matches("https?://.+")).isEmpty() || isAnswering();
  }

  private boolean isAnswering() {
    if (!seen.isFresh() && isMyTurn()) {
      try {
        if (!seen.isFresh()) {
          become(ask());
        }
      } finally {
        asking.unlock();
      }
    }
    return seen.available();
  }

  private boolean isMyTurn() {
    try {
      return asking.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The reason why the keys cannot be read; empty if they can. */
  private Optional<String> ask() {
    try {
      new ProviderClient(ServerTrust.context()).get(URI.create(location.orElseThrow()));
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(e.getClass().getSimpleName());
    }
  }

  /** Logs changes only. */
  private void become(Optional<String> failure) {
    boolean before = seen.available();
    seen = new Seen(failure.isEmpty(), System.nanoTime());
    if (before && failure.isPresent()) {
      Activity.log(
          LOGGER,
          Level.WARNING,
          "The keys of tokens cannot be read from mp.jwt.verify.publickey.location (%s); requests with a token that cannot be verified get 503."
              .formatted(failure.get()));
    } else if (!before && failure.isEmpty()) {
      LOGGER.log(Level.INFO, "The keys of tokens can be read again.");
    }
  }
}
