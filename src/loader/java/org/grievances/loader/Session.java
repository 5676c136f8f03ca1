package org.grievances.loader;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.grievances.loader.client.AuthenticationApi;
import org.grievances.loader.client.AuthenticationResult;

/** The caller's token: as configured, or from signing in, renewed before it expires. */
final class Session {
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final Credentials credentials;
  private final AuthenticationApi authentication;
  private final Service service;
  private String token;
  private Instant signedIn = Instant.MIN;
  private Instant expires = Instant.MAX;

  Session(Credentials credentials, AuthenticationApi authentication, Service service) {
    this.credentials = credentials;
    this.authentication = authentication;
    this.service = service;
    this.token = credentials.get(Credentials.TOKEN);
  }

  synchronized String authorization() throws InterruptedException {
    if (token == null || Instant.now().isAfter(expires)) {
      signIn();
    }
    return "Bearer " + token;
  }

  /** Discards a refused token; returns false if no other can be obtained. */
  synchronized boolean renew(String refused) {
    if (!credentials.signIn()) {
      return false;
    }
    if (refused.equals("Bearer " + token)) {
      boolean fresh = Instant.now().isBefore(signedIn.plusSeconds(5));
      token = null;
      return !fresh;
    }
    return true;
  }

  private void signIn() throws InterruptedException {
    String pair = credentials.get(Credentials.USER) + ":" + credentials.get(Credentials.PASSWORD);
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    AuthenticationResult tokens = tokens(basic);
    token = tokens.getAccessToken();
    signedIn = Instant.now();
    Duration lifetime = Duration.ofSeconds(tokens.getExpiresIn());
    expires = signedIn.plus(lifetime.compareTo(MARGIN) > 0 ? lifetime.minus(MARGIN) : lifetime);
  }

  private AuthenticationResult tokens(String basic) throws InterruptedException {
    try {
      return service
          .call(
              headers ->
                  authentication.userAuthenticationWithHttpInfo(
                      credentials.get(Credentials.CLIENT_CODE),
                      credentials.get(Credentials.CLIENT_ID),
                      service.database(),
                      headers),
              basic)
          .getData()
          .getData()
          .getAuthenticationResult();
    } catch (RefusedException e) {
      throw e.problem().failure();
    }
  }

  /** Signs out if it signed in. */
  synchronized void end() {
    if (!credentials.signIn() || token == null) {
      return;
    }
    try {
      service.call(
          headers -> authentication.logoutWithHttpInfo(service.database(), headers),
          "Bearer " + token);
    } catch (RefusedException | RetryException | ExitException e) {
      // The session ends by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    token = null;
  }
}
