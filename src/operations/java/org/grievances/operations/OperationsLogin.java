package org.grievances.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;

/**
 * Authenticates the one account that may read the server's own pages. It takes the place of the
 * server's module for passwords, so that no password is ever tried against the users' registry
 * there: the account is configured as a name and the SHA-256 hash of its password.
 */
public final class OperationsLogin implements LoginModule {
  private static final String REALM = "operations";

  /**
   * Names of the server's API (AttributeNameConstants), by which its next module knows the user.
   */
  private static final String PROPERTIES = "com.ibm.wsspi.security.cred.propertiesObject";

  private static final String UNIQUE_ID = "com.ibm.wsspi.security.cred.uniqueId";
  private static final String SECURITY_NAME = "com.ibm.wsspi.security.cred.securityName";
  private static final String REALM_NAME = "com.ibm.wsspi.security.cred.realm";
  private static final String GROUPS = "com.ibm.wsspi.security.cred.groups";

  private static final Logger LOGGER = Logger.getLogger(OperationsLogin.class.getName());
  private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);
  private static final AtomicInteger REFUSED = new AtomicInteger();
  private static final AtomicLong REPORTED =
      new AtomicLong(System.nanoTime() - REPORT_INTERVAL.toNanos());

  private CallbackHandler handler;
  private Map<String, Object> shared;
  private String account;
  private String sha256;

  @Override
  @SuppressWarnings("unchecked") // JAAS declares the map without its types
  public void initialize(
      Subject subject,
      CallbackHandler callbackHandler,
      Map<String, ?> sharedState,
      Map<String, ?> options) {
    handler = callbackHandler;
    shared = (Map<String, Object>) sharedState;
    account = String.valueOf(options.get("user"));
    sha256 = String.valueOf(options.get("sha256"));
  }

  /**
   * @return whether a password was sent; if not, the other modules decide
   * @throws FailedLoginException if it is not that of the account
   */
  @Override
  public boolean login() throws LoginException {
    NameCallback name = new NameCallback("user");
    PasswordCallback password = new PasswordCallback("password", false);
    try {
      handler.handle(new Callback[] {name, password});
    } catch (IOException | UnsupportedCallbackException e) {
      return false;
    }
    if (name.getName() == null || password.getPassword() == null) {
      return false;
    }
    if (!account.equals(name.getName()) || !isPassword(new String(password.getPassword()))) {
      report();
      throw new FailedLoginException("not the account for operations");
    }
    shared.put(PROPERTIES, credential());
    return true;
  }

  /** Logs wrong passwords once a minute at most, so that guessing is seen and fills no log. */
  private static void report() {
    int count = REFUSED.incrementAndGet();
    long now = System.nanoTime();
    long last = REPORTED.get();
    if (now - last >= REPORT_INTERVAL.toNanos() && REPORTED.compareAndSet(last, now)) {
      REFUSED.addAndGet(-count);
      LOGGER.log(
          Level.WARNING,
          "The port for operations refused {0} sign-ins with a wrong user or password.",
          count);
    }
  }

  private boolean isPassword(String text) {
    return hash().filter(each -> MessageDigest.isEqual(each, sha256(text))).isPresent();
  }

  /** Empty if none is configured, so that nobody is let in. */
  private Optional<byte[]> hash() {
    return sha256.matches("\\p{XDigit}{64}")
        ? Optional.of(HexFormat.of().parseHex(sha256))
        : Optional.empty();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Hashtable<String, Object> credential() {
    Hashtable<String, Object> credential = new Hashtable<>();
    credential.put(UNIQUE_ID, "user:" + REALM + "/" + account);
    credential.put(SECURITY_NAME, account);
    credential.put(REALM_NAME, REALM);
    credential.put(GROUPS, new ArrayList<String>());
    return credential;
  }

  @Override
  public boolean commit() {
    return true;
  }

  @Override
  public boolean abort() {
    return true;
  }

  @Override
  public boolean logout() {
    return true;
  }
}
