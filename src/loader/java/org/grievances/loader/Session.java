package org.grievances.loader;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The caller's token: as it was given, or from signing in, and renewed before it expires. */
final class Session {
  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final String LIFETIME = "expiresIn";
  private static final String ACCESS_TOKEN = "accessToken";

  private final Credentials credentials;
  private final Service service;
  private String token;
  private Instant expires = Instant.MAX;

  Session(Credentials credentials, Service service) {
    this.credentials = credentials;
    this.service = service;
    this.token = credentials.get(Credentials.TOKEN);
  }

  /** Adds the credentials that every request has. */
  HttpRequest.Builder identify(HttpRequest.Builder request) {
    return request.setHeader("x-api-key", credentials.get(Credentials.API_KEY));
  }

  synchronized String authorization() throws InterruptedException {
    if (token == null || Instant.now().isAfter(expires)) {
      signIn();
    }
    return "Bearer " + token;
  }

  /** Forgets a token that was refused; false when there can be no other. */
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

  private Instant signedIn = Instant.MIN;

  private void signIn() throws InterruptedException {
    String pair = credentials.get(Credentials.USER) + ":" + credentials.get(Credentials.PASSWORD);
    HttpResponse<byte[]> answer =
        service.sendOnce(
            identify(service.request("user-authentication"))
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .header("vbasoftware-client-id", credentials.get(Credentials.CLIENT_ID))
                .header("vbasoftware-client-code", credentials.get(Credentials.CLIENT_CODE))
                .POST(BodyPublishers.noBody()));
    Map<String, String> tokens = JsonText.values(answer.body(), Set.of(ACCESS_TOKEN, LIFETIME));
    if (!tokens.containsKey(ACCESS_TOKEN)) {
      throw StopException.stopped("The service signs this user in only with another step.");
    }
    token = tokens.get(ACCESS_TOKEN);
    signedIn = Instant.now();
    Duration lifetime = Duration.ofSeconds(Long.parseLong(tokens.getOrDefault(LIFETIME, "3600")));
    expires = signedIn.plus(lifetime.compareTo(MARGIN) > 0 ? lifetime.minus(MARGIN) : lifetime);
  }

  /** Signs out where it signed in. */
  synchronized void end() {
    if (!credentials.signIn() || token == null) {
      return;
    }
    try {
      service.sendOnce(
          identify(service.request("logout"))
              .header("Authorization", "Bearer " + token)
              .POST(BodyPublishers.noBody()));
    } catch (RetryException | StopException unsaid) {
      // The session ends by itself.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    token = null;
  }
}
