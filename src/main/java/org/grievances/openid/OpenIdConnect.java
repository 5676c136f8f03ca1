package org.grievances.openid;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;

/**
 * Proves who a user is at the provider that the operator configured (OpenID Connect Core 1.0,
 * authorization code flow). The provider is first called when a user wants to sign in.
 */
@ApplicationScoped
public class OpenIdConnect {
  private static final Logger LOGGER = Logger.getLogger(OpenIdConnect.class.getName());

  /** Threads that may wait for the provider. */
  private static final int MOST_WAITING = 20;

  @Inject private Config config;

  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private volatile Optional<OpenIdSettings> settings = Optional.empty();
  private volatile OpenIdProvider known;

  /** A question to the provider. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(OpenIdProvider provider) throws IOException, NotSignedInException;
  }

  /** Runs at startup, so that configuration errors are reported before the first request. */
  void configure(@Observes @Initialized(ApplicationScoped.class) Object start) {
    try {
      settings = OpenIdSettings.in(config);
    } catch (IllegalArgumentException unusable) {
      LOGGER.log(Level.SEVERE, "Nobody can sign in by OpenID Connect: {0}", unusable.getMessage());
    }
  }

  /** Whether the operator configured a provider. */
  public boolean isOffered() {
    return settings.isPresent();
  }

  /**
   * Where to send the browser of a user who wants to sign in.
   *
   * @throws NotSignedInException if the provider cannot be reached
   */
  public URI request(PendingSignIn signIn) throws NotSignedInException {
    return ask(provider -> provider.request(signIn));
  }

  /**
   * The user by whom a sign-in was completed.
   *
   * @param answer the parameters that the browser came back with
   * @throws NotSignedInException if they do not belong to the sign-in, or the provider refuses
   */
  public ProvedUser user(PendingSignIn signIn, Map<String, List<String>> answer)
      throws NotSignedInException {
    List<String> states = answer.getOrDefault("state", List.of());
    if (states.size() != 1 || !signIn.isAwaiting(states.get(0))) {
      throw new NotSignedInException("the answer belongs to no sign-in of this browser");
    }
    return ask(provider -> provider.user(signIn, answer));
  }

  private <T> T ask(Question<T> question) throws NotSignedInException {
    if (!waiting.tryAcquire()) {
      throw new NotSignedInException("too many wait for the provider");
    }
    try {
      return question.ask(provider());
    } catch (IOException unreachable) {
      throw new NotSignedInException(
          "the provider cannot be reached", unreachable.getClass().getSimpleName());
    } finally {
      waiting.release();
    }
  }

  /** Some may discover it at the same time, which does no harm. */
  private OpenIdProvider provider() throws IOException, NotSignedInException {
    OpenIdProvider provider = known;
    if (provider == null || !provider.isUpToDate()) {
      provider = OpenIdProvider.discover(settings.orElseThrow());
      known = provider;
    }
    return provider;
  }
}
