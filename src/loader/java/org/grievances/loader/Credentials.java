package org.grievances.loader;

import java.io.Console;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** What the caller proves who it is with: from a file, the environment, or a prompt. */
final class Credentials {
  static final String API_KEY = "GRIEVANCES_API_KEY";
  static final String TOKEN = "GRIEVANCES_TOKEN";
  static final String USER = "GRIEVANCES_USER";
  static final String PASSWORD = "GRIEVANCES_PASSWORD";
  static final String CLIENT_ID = "GRIEVANCES_CLIENT_ID";
  static final String CLIENT_CODE = "GRIEVANCES_CLIENT_CODE";

  private static final Set<String> NAMES =
      Set.of(API_KEY, TOKEN, USER, PASSWORD, CLIENT_ID, CLIENT_CODE);
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
   * Reads what the file and the environment hold, and asks for the rest.
   *
   * @param file comes before the environment; null for none
   * @param console null where nobody can be asked
   */
  static Credentials read(Path file, Map<String, String> environment, Console console) {
    Map<String, String> values = new HashMap<>();
    NAMES.forEach(name -> put(values, name, environment.get(name)));
    if (file != null) {
      Properties held = properties(file);
      NAMES.forEach(name -> put(values, name, held.getProperty(name)));
    }
    ask(values, API_KEY, "API key", console);
    if (!values.containsKey(TOKEN)) {
      ask(values, USER, "User", console);
      ask(values, PASSWORD, "Password", console);
      ask(values, CLIENT_ID, "Client id", console);
      ask(values, CLIENT_CODE, "Client code", console);
    }
    return new Credentials(values);
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (value != null && !value.isBlank()) {
      values.put(name, value.strip());
    }
  }

  private static Properties properties(Path file) {
    try {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw StopException.usage(
            file
                + " may be read by others than its owner: chmod 600 it, or others have the credentials.");
      }
      Properties held = new Properties();
      try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        held.load(text);
      }
      return held;
    } catch (IOException | IllegalArgumentException unreadable) {
      throw StopException.usage("The file of the credentials cannot be read: " + file);
    }
  }

  private static void ask(Map<String, String> values, String name, String what, Console console) {
    if (values.containsKey(name)) {
      return;
    }
    if (console != null) {
      char[] given = console.readPassword("%s: ", what);
      put(values, name, given == null ? null : new String(given));
    }
    if (!values.containsKey(name)) {
      String instead = name.equals(API_KEY) ? "" : " (or " + TOKEN + ")";
      throw StopException.stopped(
          "%s%s is neither in the environment nor in a file given with --credentials, and there is no console to ask for it."
              .formatted(name, instead));
    }
  }

  /** Null when there is none. */
  String get(String name) {
    return values.get(name);
  }

  /** Whether tokens are got, and got again, by signing in. */
  boolean signIn() {
    return !values.containsKey(TOKEN);
  }
}
