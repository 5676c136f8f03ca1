package org.grievances.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.grievances.activity.LogText;

/**
 * The sender of the request that the current thread handles, as far as known, for the audit log.
 * Outside of requests nothing is kept.
 */
public final class Requester {
  private static final ThreadLocal<Map<String, String>> CURRENT = new ThreadLocal<>();

  /** As long as the name of a user is in the history of a record. */
  private static final int MAX_USER_LENGTH = 256;

  private Requester() {}

  /** Begins a request that came from an address. */
  public static void begin(String address) {
    CURRENT.set(new LinkedHashMap<>());
    put("address", address);
  }

  public static void end() {
    CURRENT.remove();
  }

  /** The client whose API key was accepted, or the client of the console. */
  public static void client(String name) {
    put("client", name);
  }

  /** A user that this service or its identity provider knows; never unchecked text. */
  public static void user(String name) {
    put("user", LogText.value(name, MAX_USER_LENGTH));
  }

  /** A {@linkplain AttemptedName#hash hash} of the user's name as it was typed. */
  public static void attempt(String hash) {
    put("attempt", hash);
  }

  private static void put(String field, String value) {
    Map<String, String> known = CURRENT.get();
    if (known != null && value != null) {
      known.put(field, value);
    }
  }

  /** The address that the request came from; empty outside of requests. */
  public static Optional<String> address() {
    return Optional.ofNullable(fields().get("address"));
  }

  static Map<String, String> fields() {
    Map<String, String> known = CURRENT.get();
    return known == null ? Map.of() : known;
  }
}
