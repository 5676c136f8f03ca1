package org.grievances.startup;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.grievances.settings.SettingsCheck;

/** The settings of this server, by the names that the operator gave them. */
final class ServerSettings {
  private ServerSettings() {}

  static Map<String, String> read() {
    Config config = ConfigProvider.getConfig();
    Map<String, String> settings = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      if (SettingsCheck.isOfService(name)) {
        settings.put(name, config.getOptionalValue(name, String.class).orElse(""));
      }
    }
    return settings;
  }
}
