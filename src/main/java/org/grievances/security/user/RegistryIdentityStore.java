package org.grievances.security.user;

import com.ibm.websphere.security.CustomRegistryException;
import com.ibm.websphere.security.EntryNotFoundException;
import com.ibm.websphere.security.PasswordCheckFailedException;
import com.ibm.websphere.security.UserRegistry;
import com.ibm.websphere.security.WSSecurityException;
import com.ibm.wsspi.security.registry.RegistryHelper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.grievances.activity.Activity;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * The users of the server's own registry, whichever kind is configured: basic, LDAP, federated or
 * custom. Without a registry, no password is validated.
 */
@ApplicationScoped
public class RegistryIdentityStore implements IdentityStore {
  private static final Logger LOGGER = Logger.getLogger(RegistryIdentityStore.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(5);

  /**
   * Characters that no user name may contain. Liberty's basic registry takes a name that it does
   * not know for a regular expression, which can keep a processor busy for good, and logs one that
   * is not valid; control characters would forge lines of its log.
   */
  private static final Pattern NO_NAME = Pattern.compile("[\\p{C}*?|\\\\\\[\\](){}]|\\.\\+");

  /** A query to the registry. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(UserRegistry registry) throws WSSecurityException, RemoteException;
  }

  @Override
  public CredentialValidationResult validate(Credential credential) {
    return credential instanceof UsernamePasswordCredential password
        ? ask(registry -> validate(registry, password))
        : CredentialValidationResult.NOT_VALIDATED_RESULT;
  }

  private static CredentialValidationResult validate(
      UserRegistry registry, UsernamePasswordCredential password)
      throws WSSecurityException, RemoteException {
    if (registry == null) {
      return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
    if (!canBeName(password.getCaller())) {
      return CredentialValidationResult.INVALID_RESULT;
    }
    try {
      String user = registry.checkPassword(password.getCaller(), password.getPasswordAsString());
      return user == null
          ? CredentialValidationResult.INVALID_RESULT
          : new CredentialValidationResult(name(registry, user), groups(registry, user));
    } catch (PasswordCheckFailedException | EntryNotFoundException e) {
      return CredentialValidationResult.INVALID_RESULT;
    }
  }

  /**
   * The name that a user signs in with, as the registry writes it. LDAP names a user who has signed
   * in by the distinguished name, which would be cut off in records.
   */
  private static String name(UserRegistry registry, String user)
      throws WSSecurityException, RemoteException {
    String name = registry.getUserDisplayName(user);
    return name != null && isSameUser(registry, name, user) ? name : user;
  }

  private static boolean isSameUser(UserRegistry registry, String name, String user)
      throws WSSecurityException, RemoteException {
    try {
      return registry.getUniqueUserId(name).equals(registry.getUniqueUserId(user));
    } catch (EntryNotFoundException e) {
      return false;
    }
  }

  private static boolean canBeName(String text) {
    return !NO_NAME.matcher(text).find();
  }

  /** Whether the server has users. */
  public boolean isConfigured() {
    return ask(Objects::nonNull);
  }

  /**
   * The name of a user, if it is one; empty also while the registry does not answer. By this, a
   * password that was typed as a name is distinguished from a name.
   */
  public Optional<String> nameOf(String text) {
    try {
      UserRegistry registry = registry();
      return registry != null && canBeName(text) && registry.isValidUser(text)
          ? Optional.of(text)
          : Optional.empty();
    } catch (WSSecurityException | RemoteException e) {
      return Optional.empty();
    }
  }

  /** The groups that a user is in now; none when the user no longer exists. */
  Set<String> groups(String user) {
    return ask(registry -> registry == null ? Set.of() : groups(registry, user));
  }

  private static Set<String> groups(UserRegistry registry, String user)
      throws WSSecurityException, RemoteException {
    try {
      return registry.getGroupsForUser(user).stream()
          .map(RegistryIdentityStore::commonName)
          .collect(Collectors.toUnmodifiableSet());
    } catch (EntryNotFoundException e) {
      return Set.of();
    }
  }

  /**
   * LDAP gives a group's distinguished name: {@code cn=grievance-reader,ou=groups,…} (RFC 4514).
   */
  private static String commonName(String group) {
    try {
      LdapName name = new LdapName(group);
      return name.isEmpty() ? group : name.getRdn(name.size() - 1).getValue().toString();
    } catch (InvalidNameException e) {
      // Not a distinguished name: the name that a registry other than LDAP has.
      return group;
    }
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.ask(registry());
    } catch (WSSecurityException | RemoteException e) {
      Activity.log(LOGGER, Level.SEVERE, "The user registry cannot be reached.", e);
      throw new FailureException(
          ProblemType.USERS_UNAVAILABLE,
          "The user registry is unavailable; try again in " + RETRY.toSeconds() + " seconds.",
          RETRY);
    }
  }

  /** Null when the server has no registry configured. */
  private static UserRegistry registry() throws CustomRegistryException {
    try {
      return RegistryHelper.getUserRegistry(null);
    } catch (CustomRegistryException e) {
      throw e;
    } catch (WSSecurityException e) {
      return null;
    }
  }
}
