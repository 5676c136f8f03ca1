package org.grievances.startup;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.grievances.settings.TypedSettings;

/** Reads the records of settings at the start, and makes them beans. */
public class SettingsBeans implements Extension {

  void add(@Observes AfterBeanDiscovery beans) {
    TypedSettings.RECORDS.forEach(type -> add(beans, type));
  }

  private static <R extends Record> void add(AfterBeanDiscovery beans, Class<R> type) {
    Config config = ConfigProvider.getConfig();
    R settings = TypedSettings.read(type, name -> config.getOptionalValue(name, String.class));
    beans.<R>addBean().types(type).scope(Dependent.class).createWith(context -> settings);
  }
}
