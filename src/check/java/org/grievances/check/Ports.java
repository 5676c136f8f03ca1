package org.grievances.check;

import java.util.List;

/** The ports that a server listens at. */
final class Ports {
  static final Listener SERVICE = new Listener("grievances.host", "grievances.https.port");
  static final Listener OPERATIONS =
      new Listener("grievances.operations.host", "grievances.operations.port");
  private static final List<String> ALL =
      List.of(SERVICE.port(), "grievances.http.port", OPERATIONS.port());

  private Ports() {}

  /** The settings of a port. */
  record Listener(String host, String port) {}

  /** The number of a port; -1 if it is off, not known or no number. */
  static int number(ServerConfiguration configuration, String setting) {
    return configuration
        .value(setting)
        .filter(value -> value.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(-1);
  }

  /** Reports two settings with one number. */
  static void check(ServerConfiguration configuration, Report report) {
    for (int later = 1; later < ALL.size(); later++) {
      for (String earlier : ALL.subList(0, later)) {
        String setting = ALL.get(later);
        int port = number(configuration, setting);
        if (port > 0 && port == number(configuration, earlier)) {
          report.error(
              configuration.place(setting), setting + " is " + port + ", as is " + earlier);
        }
      }
    }
  }
}
