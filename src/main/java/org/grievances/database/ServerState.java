package org.grievances.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Whether the server is stopping. Liberty does not notify applications, but its OSGi framework
 * shows it by its bundle 0 (OSGi JMX Management Model, section 124.3).
 */
@ApplicationScoped
public class ServerState {
  private static final String BUNDLES = "osgi.core:type=bundleState,*";
  private static final Object[] FRAMEWORK = {0L};
  private static final String[] SIGNATURE = {"long"};

  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private volatile Seen seen = new Seen(false, System.nanoTime() - FRESH_NANOS);

  /** A result, and its time. */
  private record Seen(boolean stopping, long nanoTime) {}

  /**
   * Becomes true within a tenth of a second of the request to stop; requests in progress are still
   * completed. Asking the framework on each request would cost more than all else that a small
   * request has done so far.
   */
  public boolean isStopping() {
    if (System.nanoTime() - seen.nanoTime() >= FRESH_NANOS) {
      seen = new Seen(look(), System.nanoTime());
    }
    return seen.stopping();
  }

  private boolean look() {
    try {
      boolean stopping = false;
      for (ObjectName bundles : beans.queryNames(new ObjectName(BUNDLES), null)) {
        stopping |= "STOPPING".equals(beans.invoke(bundles, "getState", FRAMEWORK, SIGNATURE));
      }
      return stopping;
    } catch (JMException e) {
      return false;
    }
  }
}
