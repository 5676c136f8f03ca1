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
import org.grievances.tls.ServedCertificate;

/** Measures what the server runs out of: the validity of its certificate, and room on its disks. */
@ApplicationScoped
public class ServerMeter {
  private static final Logger LOGGER = Logger.getLogger(ServerMeter.class.getName());

  /** How long a certificate counts as the one that is shown; it can be replaced. */
  private static final Duration RETENTION = Duration.ofMinutes(1);

  /** The directories that grow: of Derby's databases and, by default, the logs; of large bodies. */
  private static final Map<String, Path> DIRECTORIES =
      Map.of("server", Path.of(""), "spool", Path.of(System.getProperty("java.io.tmpdir")));

  @Inject private Metrics metrics;

  private Read last = new Read(null, Instant.EPOCH);

  /**
   * @param end when the certificate ends; null if that is not known
   * @param time when it was read
   */
  private record Read(Instant end, Instant time) {

    boolean isFresh() {
      return end != null && Instant.now().isBefore(time.plus(RETENTION));
    }
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    DIRECTORIES.forEach(
        (name, path) -> {
          File disk = path.toAbsolutePath().toFile();
          metrics.watchDisk(name, disk::getUsableSpace, disk::getTotalSpace);
        });
    metrics.watchCertificate(this::secondsLeft);
  }

  private synchronized double secondsLeft() {
    if (!last.isFresh()) {
      last = new Read(end(), Instant.now());
    }
    return last.end() == null
        ? Double.NaN
        : Duration.between(Instant.now(), last.end()).toSeconds();
  }

  private static Instant end() {
    try {
      return ServedCertificate.end().orElse(null);
    } catch (IOException | GeneralSecurityException e) {
      Activity.log(LOGGER, Level.FINE, "The certificate of the server cannot be read.", e);
      return null;
    }
  }
}
