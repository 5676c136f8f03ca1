package org.grievances.server;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys of clients of the shared server that are limited, each in one way. */
public final class LimitedClients {
  /** Limited to one kind of operations, by its name. */
  public static final Map<String, String> TO_OPERATIONS =
      Map.of(
          "read", Secrets.randomText(),
          "write", Secrets.randomText(),
          "load", Secrets.randomText(),
          "administer", Secrets.randomText());

  /** Sees only the records of two providers, N-1 and N-2. */
  public static final String PROVIDERS = Secrets.randomText();

  /** Does not see the texts of grievances, nor what these are about. */
  public static final String HIDING = Secrets.randomText();

  public static final List<String> HIDDEN =
      List.of("issue", "resolution", "admin_Change", "issue_Type", "auth_Number", "last_Name");

  public static final String HERE = Secrets.randomText();
  public static final String ELSEWHERE = Secrets.randomText();
  public static final String ENDED = Secrets.randomText();
  public static final String ENDING = Secrets.randomText();

  /** Settings of limits that cannot be used. */
  private static final List<String> UNREADABLE =
      List.of(
          "operations=reading",
          "networks=10.0.0.0",
          "hidden=isue",
          "hidden=grievance_Key",
          "providers=");

  /** The keys of clients with these. */
  public static final List<String> MISLIMITED =
      Stream.generate(Secrets::randomText).limit(UNREADABLE.size()).toList();

  private LimitedClients() {}

  static Overrides addTo(Overrides overrides) {
    TO_OPERATIONS.forEach((name, key) -> add(overrides, "only-" + name, key, "operations", name));
    add(overrides, "providers", PROVIDERS, "providers", "N-1,N-2");
    add(overrides, "hiding", HIDING, "hidden", String.join(",", HIDDEN));
    add(overrides, "here", HERE, "networks", "10.0.0.0/8, 127.0.0.0/8");
    add(overrides, "elsewhere", ELSEWHERE, "networks", "10.0.0.0/8,fc00::/7");
    String ended = Secrets.sha256(ENDED) + " until 2026-01-01T00:00:00Z";
    add(overrides, "ended", ENDED, "sha256", ended);
    String ending = Secrets.sha256(ENDING) + " until 2099-01-01T00:00:00Z";
    String both = Secrets.sha256(Secrets.randomText()) + ", " + ending;
    add(overrides, "ending", ENDING, "sha256", both);
    for (int client = 0; client < UNREADABLE.size(); client++) {
      String[] setting = UNREADABLE.get(client).split("=", 2);
      add(overrides, "mislimited" + client, MISLIMITED.get(client), setting[0], setting[1]);
    }
    return overrides;
  }

  private static void add(
      Overrides overrides, String client, String key, String setting, String value) {
    overrides
        .addClient(client, key, "*")
        .set("grievances.api-keys." + client + "." + setting, value);
  }
}
