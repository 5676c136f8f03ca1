package org.grievances.metrics;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Counter;

/** Counts the lines that the service logs, since files and collectors have room for some only. */
@ApplicationScoped
public class LogMeter {
  private static final List<Level> LEVELS = List.of(Level.INFO, Level.WARNING, Level.SEVERE);

  @Inject private Metrics metrics;

  /** Kept here, since it is removed with the application. */
  private Handler handler;

  /** Counts records that are logged, by their level. */
  private static final class CountingHandler extends Handler {
    private final Map<Level, Counter> lines;

    CountingHandler(Map<Level, Counter> lines) {
      this.lines = lines;
      setLevel(Level.INFO);
    }

    @Override
    public void publish(LogRecord line) {
      Counter counter = lines.get(line.getLevel());
      if (counter != null && isLoggable(line)) {
        counter.inc();
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    handler =
        new CountingHandler(
            LEVELS.stream()
                .collect(
                    Collectors.toMap(
                        Function.identity(), level -> metrics.logLines(level.getName()))));
    Logger.getLogger("").addHandler(handler);
  }

  @PreDestroy
  void end() {
    Logger.getLogger("").removeHandler(handler);
  }
}
