package org.grievances.server;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.Ssl;
import no.nav.security.mock.oauth2.http.SslKeystore;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** An OpenID provider, over TLS, that proves at once who the test says it is. */
public final class IdentityProvider implements AutoCloseable {
  private static final String NAME = "plan";
  private static final String CLIENT = "grievances-console";
  private static final long SECONDS = 300;

  private final Secrets secrets;
  private final int port;
  private final String clientSecret = Secrets.randomText();
  private volatile OAuth2TokenCallback next;
  private volatile Duration delay = Duration.ZERO;
  private MockOAuth2Server server;

  private IdentityProvider(Secrets secrets, int port) {
    this.secrets = secrets;
    this.port = port;
  }

  /** One that has the certificate of these, and is not started. */
  public static IdentityProvider at(Secrets secrets) throws IOException {
    IdentityProvider provider = new IdentityProvider(secrets, LibertyServer.freePort());
    SentContents.OF_THE_RUN.add(provider.clientSecret);
    return provider;
  }

  /** Has users of a console sign in there. */
  public Overrides addTo(Overrides overrides, String console) {
    String prefix = "grievances.console.openid-connect.";
    return overrides
        .set(prefix + "issuer", issuer())
        .set(prefix + "client-id", CLIENT)
        .set(prefix + "client-secret", clientSecret)
        .set(prefix + "redirect-uri", console + "/console/sign-in/callback")
        .set(prefix + "scopes", "openid,profile");
  }

  public String issuer() {
    return "https://localhost:" + port + "/" + NAME;
  }

  public IdentityProvider start() throws IOException {
    String password = secrets.keystorePassword();
    SslKeystore keystore =
        new SslKeystore(
            password, secrets.keystore().toFile(), SslKeystore.KeyStoreType.PKCS12, password);
    server =
        new MockOAuth2Server(
            new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(),
                Set.of(new Next()),
                new NettyWrapper(new Ssl(keystore))));
    server.start(InetAddress.getByName("localhost"), port);
    return this;
  }

  /** Who signs in from now on, with these claims in addition to the name, or in place of others. */
  public void next(String user, Map<String, Object> claims) {
    delay = Duration.ZERO;
    next = new DefaultOAuth2TokenCallback(NAME, user, "JWT", List.of(CLIENT), claims, SECONDS);
  }

  /** From now on a token takes as long to make, until another is next. */
  public void nextIsSlow(Duration time) {
    delay = time;
  }

  /** Asks who is next when a token is made. */
  private final class Next implements OAuth2TokenCallback {

    @Override
    public String issuerId() {
      return NAME;
    }

    @Override
    public String subject(TokenRequest request) {
      return next.subject(request);
    }

    @Override
    public String typeHeader(TokenRequest request) {
      return next.typeHeader(request);
    }

    @Override
    public List<String> audience(TokenRequest request) {
      return next.audience(request);
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
      sleep(delay);
      return next.addClaims(request);
    }

    @Override
    public long tokenExpiry() {
      return next.tokenExpiry();
    }
  }

  private static void sleep(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.shutdown();
      server = null;
    }
  }
}
