package org.grievances.startup;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reports an archive of classes that is missing. The JVM itself reports only one that does not fit
 * it.
 */
public class ClassArchiveCheck implements Extension {
  private static final Logger LOGGER = Logger.getLogger(ClassArchiveCheck.class.getName());
  private static final String OPTION = "-XX:SharedArchiveFile=";

  void check(@Observes BeforeBeanDiscovery start) {
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith(OPTION))
        .map(argument -> Path.of(argument.substring(OPTION.length())))
        .filter(archive -> !Files.isReadable(archive))
        .forEach(
            archive ->
                LOGGER.log(
                    Level.WARNING,
                    "The archive of classes {0} cannot be read, so starts take longer. Make it again"
                        + " with record-start.sh.",
                    archive));
  }
}
