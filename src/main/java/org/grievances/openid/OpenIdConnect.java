package org.grievances.openid;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.settings.OpenIdConnectSettings;

/**
 * Authenticates users at the configured provider (OpenID Connect Core 1.0, authorization code
 * flow). The provider is first called when a user wants to sign in, and its description by one
 * thread at a time, apart from sign-ins that are completed.
 */
@ApplicationScoped
public class OpenIdConnect {
  private static final Logger LOGGER = Logger.getLogger(OpenIdConnect.class.getName());

  /**
   * The maximum number of threads that wait for the provider to redeem a code, and of those that
   * wait for its description.
   */
  private static final int MAX_WAITING = 20;

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  @Inject private OpenIdConnectSettings configured;

  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final ReentrantLock discovering = new ReentrantLock();
  private volatile Optional<OpenIdSettings> settings = Optional.empty();
  private volatile OpenIdProvider known;

  /** Runs at startup, so that configuration errors are reported before the first request. */
  void configure(@Observes @Initialized(ApplicationScoped.class) Object start) {
    try {
      settings = OpenIdSettings.in(configured);
    } catch (IllegalArgumentException e) {
      LOGGER.log(Level.SEVERE, "Nobody can sign in by OpenID Connect: {0}", e.getMessage());
    }
  }

  /** Whether the operator configured a provider. */
  public boolean isOffered() {
    return settings.isPresent();
  }

  /**
   * The address to which the browser of a user is sent to sign in.
   *
   * @throws NotSignedInException if the provider cannot be reached
   */
  public URI request(PendingSignIn signIn) throws NotSignedInException {
    try {
      return provider().request(signIn);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /**
   * The user who completed a sign-in.
   *
   * @param answer the parameters that the browser came back with
   * @throws NotSignedInException if they do not belong to the sign-in, or the provider refuses
   */
  public VerifiedUser user(PendingSignIn signIn, Map<String, List<String>> answer)
      throws NotSignedInException {
    if (!signIn.isAnsweredBy(answer)) {
      throw new NotSignedInException("the answer belongs to no sign-in of this browser");
    }
    if (!waiting.tryAcquire()) {
      throw tooManyWait();
    }
    try {
      return provider().user(signIn, answer);
    } catch (IOException e) {
      throw unreachable(e);
    } finally {
      waiting.release();
    }
  }

  private static NotSignedInException unreachable(IOException e) {
    return new NotSignedInException("the provider cannot be reached", e.getClass().getSimpleName());
  }

  private static NotSignedInException tooManyWait() {
    return new NotSignedInException("too many wait for the provider");
  }

  /** While one thread fetches a newer description, the others use the last one. */
  private OpenIdProvider provider() throws IOException, NotSignedInException {
    OpenIdProvider last = known;
    if (last != null && (last.isUpToDate() || discovering.isLocked())) {
      return last;
    }
    if (discovering.getQueueLength() >= MAX_WAITING || !lockDiscovering()) {
      throw tooManyWait();
    }
    try {
      if (known == null || !known.isUpToDate()) {
        known = OpenIdProvider.discover(settings.orElseThrow());
      }
      return known;
    } finally {
      discovering.unlock();
    }
  }

  private boolean lockDiscovering() {
    try {
      return discovering.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
