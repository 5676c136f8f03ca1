package org.grievances.startup;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.settings.Finding;
import org.grievances.settings.SettingsCheck;

/**
 * Reports invalid settings before any of them is used. An invalid setting of the whole server keeps
 * the application from starting: no default replaces a limit that was configured.
 */
public class ServerSettingsCheck implements Extension {
  private static final Logger LOGGER = Logger.getLogger(ServerSettingsCheck.class.getName());

  void check(@Observes BeforeBeanDiscovery start) {
    List<Finding> findings = SettingsCheck.check(ServerSettings.read());
    findings.forEach(ServerSettingsCheck::log);
    if (findings.stream().anyMatch(Finding::preventsStart)) {
      throw new DeploymentException(
          "This server has settings that cannot be used; the errors above name them.");
    }
  }

  static void log(Finding finding) {
    LOGGER.log(
        finding.severity() == Finding.Severity.ERROR ? Level.SEVERE : Level.WARNING,
        "Setting {0}.",
        finding);
  }
}
