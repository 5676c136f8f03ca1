package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests API keys, tokens and roles, and the databases that they give access to. */
@ExtendWith(RunningServer.Resolver.class)
class AccessIT {
  private static final String WRITER = "grievance-writer";

  /** The server accepts a token for ten seconds after its end, since clocks differ. */
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  private static Response put(RequestSpecification request) {
    return request.contentType("application/json").body("[]").put(RunningServer.BATCH);
  }

  @ParameterizedTest
  @CsvSource({
    // API key's database | role | databases claim | requested | status | problem
    "*,     grievance-writer, ,        alpha, 207, ''",
    "*,     grievance-writer, ,        beta,  207, ''",
    "*,     grievance-admin,  ,        alpha, 207, ''",
    "*,     grievance-reader, ,        alpha, 403, role-forbidden",
    "*,     someone-else,     ,        alpha, 403, role-forbidden",
    "*,     '',               ,        alpha, 403, role-forbidden",
    "*,     grievance-writer, alpha,   alpha, 207, ''",
    "*,     grievance-writer, alpha,   beta,  403, database-forbidden",
    "*,     grievance-writer, alpha,   nope,  403, database-forbidden",
    "*,     grievance-writer, '',      alpha, 403, database-forbidden",
    "*,     grievance-writer, ,        nope,  404, database-unknown",
    "*,     grievance-writer, ,        ALPHA, 404, database-unknown",
    "*,     grievance-writer, ,        '',    400, database-missing",
    "alpha, grievance-writer, ,        alpha, 207, ''",
    "alpha, grievance-writer, ,        beta,  403, database-forbidden",
    "alpha, grievance-writer, ,        nope,  403, database-forbidden",
    "alpha, grievance-writer, beta,    beta,  403, database-forbidden",
    "alpha, grievance-writer, beta,    alpha, 403, database-forbidden",
  })
  void apiKeyTokenAndRoleLimitTheAccess(
      String keyDatabase,
      String role,
      String claimedDatabase,
      String database,
      int status,
      String problem,
      RunningServer server)
      throws JOSEException {
    String key = keyDatabase.equals("*") ? server.secrets().apiKey() : RunningServer.ALPHA_KEY;
    JWTClaimsSet.Builder claims = Secrets.claims(RunningServer.USER, role);
    if (claimedDatabase != null) {
      claims.claim("databases", claimedDatabase.isEmpty() ? List.of() : List.of(claimedDatabase));
    }
    String token = server.secrets().sign(claims.build());
    put(server.credentials(key, token).header("vbasoftware-database", database))
        .then()
        .statusCode(status)
        .body(containsString(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null                     | alpha | 403",
        "\"alpha\"                  | alpha | 403",
        "\"*\"                      | alpha | 403",
        "7                        | alpha | 403",
        "true                     | alpha | 403",
        "{}                       | alpha | 403",
        "{\"alpha\": true}          | alpha | 403",
        "[[\"alpha\"]]              | alpha | 403",
        "[\"\"]                     | alpha | 403",
        "[null, 7, {}, \"alpha\"]   | alpha | 207",
        "[null, 7, {}, \"alpha\"]   | beta  | 403"
      })
  void aClaimOfAnotherFormCoversNothing(
      String claim, String database, int status, RunningServer server) throws JOSEException {
    String claims = Secrets.claims(RunningServer.USER, WRITER).build().toString();
    String token =
        server.secrets().sign(claims.replaceFirst("}$", ",\"databases\":" + claim + "}"));
    put(server
            .credentials(server.secrets().apiKey(), token)
            .header("vbasoftware-database", database))
        .then()
        .statusCode(status);
  }

  @Test
  void aClaimIsTheSameHoweverItsNameIsWritten(RunningServer server) throws JOSEException {
    String claims = Secrets.claims(RunningServer.USER, WRITER).build().toString();
    String token = server.secrets().sign(claims.replaceFirst("}$", ",\"\\\\u0064atabases\":null}"));
    put(server
            .credentials(server.secrets().apiKey(), token)
            .header("vbasoftware-database", "alpha"))
        .then()
        .statusCode(403);
  }

  record Token(String name, String text) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Token> invalidTokens() {
    return Stream.of(
            "garbage",
            "no algorithm",
            "another key",
            "HS256 with the public key",
            "expired",
            "not yet valid",
            "another issuer",
            "another audience",
            "no issuer",
            "no expiry",
            "no user",
            "a changed claim")
        .map(name -> new Token(name, null));
  }

  private static String invalidToken(String name, Secrets secrets) throws JOSEException {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims = Secrets.claims(RunningServer.USER, WRITER);
    return switch (name) {
      case "garbage" -> "abc.def.ghi";
      case "no algorithm" -> new PlainJWT(claims.build()).serialize();
      case "another key" ->
          signed(
              JWSAlgorithm.RS256, new RSASSASigner(new RSAKeyGenerator(2048).generate()), claims);
      case "HS256 with the public key" ->
          signed(
              JWSAlgorithm.HS256,
              new MACSigner(secrets.publicKey().getBytes(StandardCharsets.UTF_8)),
              claims);
      case "expired" ->
          secrets.sign(
              claims
                  .issueTime(Date.from(now.minus(Duration.ofHours(1))))
                  .expirationTime(Date.from(now.minusSeconds(60)))
                  .build());
      case "not yet valid" ->
          secrets.sign(claims.notBeforeTime(Date.from(now.plusSeconds(600))).build());
      case "another issuer" -> secrets.sign(claims.issuer("https://evil.example").build());
      case "another audience" -> secrets.sign(claims.audience("billing").build());
      case "no issuer" -> secrets.sign(claims.issuer(null).build());
      case "no expiry" -> secrets.sign(claims.expirationTime(null).build());
      case "no user" -> secrets.sign(claims.claim("upn", null).subject(null).build());
      case "a changed claim" -> {
        String valid = secrets.sign(claims.build());
        String other = secrets.sign(claims.subject("other").build());
        yield valid.split("\\.")[0] + "." + other.split("\\.")[1] + "." + valid.split("\\.")[2];
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String signed(
      JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet.Builder claims) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidTokens")
  void anInvalidTokenIsRefused(Token token, RunningServer server) throws JOSEException {
    put(server
            .credentials(server.secrets().apiKey(), invalidToken(token.name(), server.secrets()))
            .header("vbasoftware-database", "alpha"))
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer realm=\"grievances\", error="))
        .body(containsString("token-refused"));
  }

  private static int statusWith(String token, RunningServer server) {
    return put(server
            .credentials(server.secrets().apiKey(), token)
            .header("vbasoftware-database", "alpha"))
        .statusCode();
  }

  @Test
  void aTokenIsRefusedOnceItHasEndedThoughItWasAccepted(RunningServer server) throws JOSEException {
    Instant end = Instant.now().plusSeconds(3);
    String token =
        server
            .secrets()
            .sign(
                Secrets.claims(RunningServer.USER, WRITER).expirationTime(Date.from(end)).build());
    assertEquals(207, statusWith(token, server));
    assertEquals(207, statusWith(token, server));
    await("that the token has ended").atMost(TIMEOUT).until(() -> statusWith(token, server) == 401);
  }

  @Test
  void aTokenIsRefusedThatDiffersFromAnAcceptedOne(RunningServer server) throws JOSEException {
    String token = server.token(WRITER);
    assertEquals(207, statusWith(token, server));
    String signature = token.substring(token.lastIndexOf('.') + 1);
    String reader = server.token("grievance-reader");
    for (String other :
        List.of(
            token + "A",
            token.substring(0, token.length() - 1),
            reader.substring(0, reader.lastIndexOf('.') + 1) + signature)) {
      assertEquals(401, statusWith(other, server));
    }
    assertEquals(207, statusWith(token, server));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "Basic %s", "Bearer", "Bearer%s", "Bearer %s, Bearer %s"})
  void aTokenThatIsNotSentAsBearerIsRefused(String form, RunningServer server) {
    String token = server.token(WRITER);
    put(server
            .plain()
            .header("x-api-key", server.secrets().apiKey())
            .header("Authorization", form.formatted(token, token))
            .header("vbasoftware-database", "alpha"))
        .then()
        .statusCode(401);
  }

  @Test
  void aRequestWithoutTokenGetsABearerChallenge(RunningServer server) {
    put(server.plain().header("x-api-key", server.secrets().apiKey()))
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer realm=\"grievances\"")
        .body(containsString("token-refused"));
  }

  @Test
  void aMissingOrUnknownApiKeyIsRefused(RunningServer server) {
    String token = server.token(WRITER);
    for (String key : List.of("", "unknown", server.secrets().apiKey() + "x")) {
      put(server.credentials(key, token).header("vbasoftware-database", "alpha"))
          .then()
          .statusCode(401)
          .header("WWW-Authenticate", startsWith("ApiKey "))
          .body(containsString("api-key-refused"));
    }
  }

  @Test
  void noCredentialIsLogged(RunningServer server) throws JOSEException, IOException {
    String forged = invalidToken("another key", server.secrets());
    String key = server.secrets().apiKey();
    put(server.credentials(key, forged)).then().statusCode(401);
    String logs = server.logs();
    assertFalse(logs.contains(forged));
    assertFalse(logs.contains(key));
  }

  @Test
  void aRequestWithoutUserAgentIsRefused(RunningServer server) {
    put(server.to("alpha").header("User-Agent", ""))
        .then()
        .statusCode(403)
        .body(containsString("user-agent-missing"));
  }

  @Test
  void unknownPathsRequireCredentialsToo(RunningServer server) {
    server.plain().get("/vbasoftware/nothing").then().statusCode(401);
  }
}
