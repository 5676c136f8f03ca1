package org.grievances.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The secrets of one server, made at random: a key for every database, a key to sign tokens with,
 * and a certificate for {@code localhost}.
 */
public final class Secrets {
  public static final String ISSUER = "https://issuer.localhost";
  public static final String AUDIENCE = "grievances";
  public static final String CLIENT = "everywhere";
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String SIGNING = "signing";

  private final Path directory;
  private final String apiKey = randomText();
  private final String clientCode = randomText();
  private final String sessionKey = randomText();
  private final String keystorePassword = randomText();
  private RSAKey signingKey;

  private Secrets(Path directory) {
    this.directory = directory;
  }

  /** Makes new secrets; their files go into a directory that only its owner can read. */
  public static Secrets create(Path directory) throws IOException, GeneralSecurityException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Secrets secrets = new Secrets(directory);
    secrets.renewCertificate();
    secrets.createSigningKey();
    return secrets;
  }

  public static String randomText() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes another certificate under the same password; its file is there at every moment. */
  public void renewCertificate() throws IOException {
    Path renewed = directory.resolve("renewed.p12");
    Files.deleteIfExists(renewed);
    manageCertificates(
        renewed,
        "generate-self-signed-certificate --alias localhost --key-algorithm EC"
            + " --key-size-bits 256 --signature-algorithm SHA256withECDSA --days-valid 30"
            + " --subject-dn CN=localhost --subject-alternative-name-dns localhost"
            + " --subject-alternative-name-ip-address 127.0.0.1 --keystore-type PKCS12");
    manageCertificates(
        renewed,
        "export-certificate --alias localhost --output-format PEM --output-file " + caFile());
    Files.move(
        renewed, keystore(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void createSigningKey() throws IOException, GeneralSecurityException {
    Files.deleteIfExists(signingKeystore());
    manageCertificates(
        signingKeystore(),
        "generate-self-signed-certificate --key-algorithm RSA --key-size-bits 2048"
            + " --signature-algorithm SHA256withRSA --days-valid 30 --subject-dn CN=signing"
            + " --keystore-type PKCS12 --alias "
            + SIGNING);
    char[] password = keystorePassword.toCharArray();
    KeyStore store = KeyStore.getInstance(signingKeystore().toFile(), password);
    try {
      signingKey = RSAKey.load(store, SIGNING, password);
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Runs a tool for key stores in this process, which is cheaper than to start keytool. */
  private void manageCertificates(Path keystore, String arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(List.of("--keystore", keystore.toString()));
    all.addAll(List.of("--keystore-password", keystorePassword));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ResultCode result = ManageCertificates.main(null, output, output, all.toArray(String[]::new));
    if (result != ResultCode.SUCCESS) {
      throw new IOException(output.toString(StandardCharsets.UTF_8));
    }
  }

  public Path keystore() {
    return directory.resolve("localhost.p12");
  }

  /** Trusts the certificate, and no other. */
  public SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(keystore().toFile(), keystorePassword.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Serves with the certificate. */
  SSLContext serving() throws IOException, GeneralSecurityException {
    char[] password = keystorePassword.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(keystore().toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** A client that trusts the certificate, and no other. */
  public HttpClient httpClient() throws IOException, GeneralSecurityException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(trusting())
        .build();
  }

  /** Holds the key that tokens are signed with, under the same password. */
  Path signingKeystore() {
    return directory.resolve("signing.p12");
  }

  public String keystorePassword() {
    return keystorePassword;
  }

  public Path caFile() {
    return directory.resolve("localhost.pem");
  }

  /** Writes a file with the certificate and its key, as proxies want them. */
  public Path certificateAndKey() throws IOException, GeneralSecurityException {
    char[] password = keystorePassword.toCharArray();
    byte[] key =
        KeyStore.getInstance(keystore().toFile(), password)
            .getKey("localhost", password)
            .getEncoded();
    Path file = directory.resolve("localhost-with-key.pem");
    Files.writeString(file, Files.readString(caFile()) + pem("PRIVATE KEY", key));
    return file;
  }

  /** RFC 7468. */
  private static String pem(String label, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(encoded));
  }

  /** The code by which users sign in through the client {@link #CLIENT}. */
  public String clientCode() {
    return clientCode;
  }

  /** What servers sign sessions with. */
  public String sessionKey() {
    return sessionKey;
  }

  /** The key of the client {@link #CLIENT}, which covers every database. */
  public String apiKey() {
    return apiKey;
  }

  public RSAKey signingKey() {
    return signingKey;
  }

  /** The key that tokens are verified with, as PEM. */
  public String publicKey() throws JOSEException {
    byte[] encoded = signingKey.toRSAPublicKey().getEncoded();
    return "-----BEGIN PUBLIC KEY-----"
        + Base64.getEncoder().encodeToString(encoded)
        + "-----END PUBLIC KEY-----";
  }

  /** The claims of a token that is good for a day, to be varied. */
  public static JWTClaimsSet.Builder claims(String user, String... roles) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(user)
        .claim("upn", user)
        .claim("groups", List.of(roles))
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofHours(24))));
  }

  public String sign(JWTClaimsSet claims) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims);
    token.sign(new RSASSASigner(signingKey));
    return token.serialize();
  }

  /** A token of claims that have a form of their own. */
  public String sign(String claims) throws JOSEException {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build(),
            new Payload(claims));
    token.sign(new RSASSASigner(signingKey));
    return token.serialize();
  }

  /** A token with these roles that covers what its caller's API key covers. */
  public String token(String user, String... roles) throws JOSEException {
    return sign(claims(user, roles).build());
  }
}
