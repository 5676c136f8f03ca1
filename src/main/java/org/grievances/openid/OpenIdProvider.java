package org.grievances.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.grievances.tls.ServerTrust;

/**
 * The provider as it describes itself (OpenID Connect Discovery 1.0), and the keys it signs with.
 */
final class OpenIdProvider {
  private static final Duration MAX_AGE = Duration.ofHours(1);

  private final OpenIdSettings settings;
  private final OIDCProviderMetadata metadata;
  private final ProviderClient client;
  private final IDTokenValidator validator;
  private final Instant discovered = Instant.now();

  private OpenIdProvider(
      OpenIdSettings settings, OIDCProviderMetadata metadata, ProviderClient client)
      throws IOException, NotSignedInException {
    this.settings = settings;
    this.metadata = metadata;
    this.client = client;
    if (metadata.getAuthorizationEndpointURI() == null
        || metadata.getTokenEndpointURI() == null
        || algorithms().isEmpty()) {
      throw new NotSignedInException("the provider gives out no signed ID tokens for codes");
    }
    this.validator = validator();
  }

  static OpenIdProvider discover(OpenIdSettings settings) throws IOException, NotSignedInException {
    ProviderClient client = new ProviderClient(ServerTrust.context());
    Issuer issuer = new Issuer(settings.issuer());
    try {
      URI address = URI.create(OIDCProviderMetadata.resolveURL(issuer).toString());
      OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(client.get(address));
      if (!issuer.equals(metadata.getIssuer())) {
        throw new GeneralException("it names the issuer " + metadata.getIssuer());
      }
      return new OpenIdProvider(settings, metadata, client);
    } catch (GeneralException e) {
      throw new NotSignedInException(
          "the provider does not describe itself as one with this issuer does", e.getMessage());
    }
  }

  boolean isUpToDate() {
    return Instant.now().isBefore(discovered.plus(MAX_AGE));
  }

  private IDTokenValidator validator() throws IOException {
    JWKSourceBuilder<SecurityContext> keys =
        JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), client)
            .refreshAheadCache(false);
    return new IDTokenValidator(
        metadata.getIssuer(),
        clientId(),
        new JWSVerificationKeySelector<>(algorithms(), keys.build()),
        null);
  }

  /** The algorithms that verify a token with a public key. */
  private Set<JWSAlgorithm> algorithms() {
    return metadata.getIDTokenJWSAlgs().stream()
        .filter(JWSAlgorithm.Family.SIGNATURE::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  private ClientID clientId() {
    return new ClientID(settings.client());
  }

  /** The address to which the browser is sent. */
  URI request(PendingSignIn signIn) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope(settings.scopes().toArray(String[]::new)),
            clientId(),
            settings.callback())
        .endpointURI(metadata.getAuthorizationEndpointURI())
        .state(new State(signIn.state()))
        .nonce(new Nonce(signIn.nonce()))
        .codeChallenge(new CodeVerifier(signIn.codeVerifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Redeems the authorization code of the provider's response.
   *
   * @param answer the parameters that the browser came back with
   */
  VerifiedUser user(PendingSignIn signIn, Map<String, List<String>> answer)
      throws IOException, NotSignedInException {
    try {
      return VerifiedUser.of(claims(idToken(code(answer), signIn), signIn));
    } catch (ParseException | IllegalArgumentException e) {
      throw new NotSignedInException("the provider's answer cannot be read");
    }
  }

  private AuthorizationCode code(Map<String, List<String>> answer)
      throws ParseException, NotSignedInException {
    AuthenticationResponse parsed = AuthenticationResponseParser.parse(settings.callback(), answer);
    if (parsed.getJWTResponse() != null) {
      throw new NotSignedInException("the provider answered in a way that it was not asked for");
    }
    if (!isOfThisProvider(parsed.getIssuer())) {
      throw new NotSignedInException("the answer is another provider's");
    }
    if (!parsed.indicatesSuccess()) {
      throw new NotSignedInException(
          "the provider refused", parsed.toErrorResponse().getErrorObject().getCode());
    }
    return Optional.ofNullable(parsed.toSuccessResponse().getAuthorizationCode())
        .orElseThrow(() -> new NotSignedInException("the provider answered without a code"));
  }

  /** RFC 9207. */
  private boolean isOfThisProvider(Issuer named) {
    return named == null
        ? !metadata.supportsAuthorizationResponseIssuerParam()
        : named.equals(metadata.getIssuer());
  }

  private JWT idToken(AuthorizationCode code, PendingSignIn signIn)
      throws IOException, ParseException, NotSignedInException {
    HTTPRequest request =
        tokenRequest(
                new AuthorizationCodeGrant(
                    code, settings.callback(), new CodeVerifier(signIn.codeVerifier())))
            .toHTTPRequest();
    TokenResponse response = OIDCTokenResponseParser.parse(request.send(client));
    if (!response.indicatesSuccess()) {
      throw new NotSignedInException(
          "the provider did not redeem its code",
          response.toErrorResponse().getErrorObject().getCode());
    }
    return response.toSuccessResponse().getTokens().toOIDCTokens().getIDToken();
  }

  private TokenRequest tokenRequest(AuthorizationCodeGrant grant) {
    URI endpoint = metadata.getTokenEndpointURI();
    return settings
        .secret()
        .map(secret -> new TokenRequest.Builder(endpoint, authentication(secret), grant))
        .orElseGet(() -> new TokenRequest.Builder(endpoint, clientId(), grant))
        .build();
  }

  private ClientAuthentication authentication(String text) {
    Secret secret = new Secret(text);
    List<ClientAuthenticationMethod> offered = metadata.getTokenEndpointAuthMethods();
    return offered == null || offered.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        ? new ClientSecretBasic(clientId(), secret)
        : new ClientSecretPost(clientId(), secret);
  }

  /** The claims as they were sent; the validator's own result leaves out those that are null. */
  private Map<String, Object> claims(JWT idToken, PendingSignIn signIn)
      throws IOException, ParseException, NotSignedInException {
    try {
      validator.validate(idToken, new Nonce(signIn.nonce()));
      return idToken.getJWTClaimsSet().getClaims();
    } catch (KeySourceException e) {
      throw new IOException(e);
    } catch (java.text.ParseException e) {
      throw new NotSignedInException("the ID token cannot be read");
    } catch (BadJOSEException | JOSEException e) {
      throw new NotSignedInException("the ID token is invalid", e.getMessage());
    }
  }
}
