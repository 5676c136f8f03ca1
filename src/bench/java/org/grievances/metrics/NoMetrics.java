package org.grievances.metrics;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;

/** Measures nothing: in the place of the others, it shows what they cost. */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class NoMetrics extends Metrics {

  @Override
  public void request(String operation, String database, int status, Duration duration) {}

  @Override
  public void received(String database, long bytes, boolean spooled) {}

  @Override
  public void batch(String database, String table, String action, Map<String, Integer> items) {}

  @Override
  public void commit(String database, Duration duration) {}
}
