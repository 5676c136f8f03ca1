package org.grievances.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.tls.ServedCertificate;

/** Measures what the server runs out of: the validity of its certificate, and room on its disks. */
@ApplicationScoped
public class ServerMeter {
  private static final Logger LOGGER = Logger.getLogger(ServerMeter.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** The directories that grow: of Derby's databases and, by default, the logs; of large bodies. */
  private static final Map<String, Path> DIRECTORIES =
      Map.of("server", Path.of(""), "spool", Path.of(System.getProperty("java.io.tmpdir")));

  @Inject private BackgroundTasks tasks;
  @Inject private Metrics metrics;

  /** When the certificate ends; null if that is not known. */
  private volatile Instant end;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    DIRECTORIES.forEach(
        (name, path) -> {
          File disk = path.toAbsolutePath().toFile();
          metrics.watchDisk(name, disk::getUsableSpace, disk::getTotalSpace);
        });
    readCertificate();
    metrics.watchCertificate(this::secondsLeft);
    tasks.every(INTERVAL, "reading the certificate of the server", this::readCertificate);
  }

  private void readCertificate() {
    try {
      end = ServedCertificate.end().orElse(null);
    } catch (IOException | GeneralSecurityException e) {
      end = null;
      Activity.log(LOGGER, Level.FINE, "The certificate of the server cannot be read.", e);
    }
  }

  private double secondsLeft() {
    Instant known = end;
    return known == null ? Double.NaN : Duration.between(Instant.now(), known).toSeconds();
  }
}
