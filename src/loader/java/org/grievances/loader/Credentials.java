package org.grievances.loader;

import java.io.Console;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The credentials of the caller, from a file, the environment or a prompt. */
final class Credentials {
  static final String API_KEY = "GRIEVANCES_API_KEY";
  static final String TOKEN = "GRIEVANCES_TOKEN";
  static final String USER = "GRIEVANCES_USER";
  static final String PASSWORD = "GRIEVANCES_PASSWORD";
  static final String CLIENT_ID = "GRIEVANCES_CLIENT_ID";
  static final String CLIENT_CODE = "GRIEVANCES_CLIENT_CODE";

  /** The address of the service and its trusted certificates, which may be in the same file. */
  static final String URL = "GRIEVANCES_URL";

  static final String CA_FILE = "GRIEVANCES_CA_FILE";

  private static final Set<String> NAMES =
      Set.of(API_KEY, TOKEN, USER, PASSWORD, CLIENT_ID, CLIENT_CODE, URL, CA_FILE);
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Map<String, String> values;

  private Credentials(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the file and the environment.
   *
   * @param file comes before the environment; null for none
   */
  static Credentials read(Path file, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    NAMES.forEach(name -> put(values, name, environment.get(name)));
    if (file != null) {
      checkPrivate(file);
      Map<String, String> held = EnvironmentFile.read(file);
      held.keySet().retainAll(NAMES);
      held.values().removeIf(String::isBlank);
      values.putAll(held);
    }
    return new Credentials(values);
  }

  /**
   * Prompts for missing credentials.
   *
   * @param console null without an interactive console
   */
  Credentials complete(Console console) {
    ask(API_KEY, "API key", console);
    if (!values.containsKey(TOKEN)) {
      ask(USER, "User", console);
      ask(PASSWORD, "Password", console);
      ask(CLIENT_ID, "Client id", console);
      ask(CLIENT_CODE, "Client code", console);
    }
    return this;
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (value != null && !value.isBlank()) {
      values.put(name, value.strip());
    }
  }

  private static void checkPrivate(Path file) {
    try {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw ExitException.usage(
            file
                + " may be read by others than its owner: chmod 600 it, or others have the credentials.");
      }
    } catch (IOException e) {
      throw ExitException.usage("The file of the credentials cannot be read: " + file);
    }
  }

  private void ask(String name, String what, Console console) {
    if (values.containsKey(name)) {
      return;
    }
    if (console != null) {
      char[] given = console.readPassword("%s: ", what);
      put(values, name, given == null ? null : new String(given));
    }
    if (!values.containsKey(name)) {
      String instead = name.equals(API_KEY) ? "" : " (or " + TOKEN + ")";
      throw ExitException.stopped(
          "%s%s is neither in the environment nor in a file given with --credentials, and there is no console to ask for it."
              .formatted(name, instead));
    }
  }

  /** Null when there is none. */
  String get(String name) {
    return values.get(name);
  }

  /** Whether tokens are obtained and renewed by signing in. */
  boolean signIn() {
    return !values.containsKey(TOKEN);
  }
}
