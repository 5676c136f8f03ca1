package org.grievances.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Whether the server was asked to stop. Liberty tells no application, but the OSGi framework that
 * it runs on does, as its bundle 0 (OSGi JMX Management Model, section 124.3).
 */
@ApplicationScoped
public class ServerState {
  private static final String BUNDLES = "osgi.core:type=bundleState,*";
  private static final Object[] FRAMEWORK = {0L};
  private static final String[] SIGNATURE = {"long"};

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

  /** From the moment when it was asked to; it still ends what is in work. */
  public boolean isStopping() {
    try {
      boolean stopping = false;
      for (ObjectName bundles : beans.queryNames(new ObjectName(BUNDLES), null)) {
        stopping |= "STOPPING".equals(beans.invoke(bundles, "getState", FRAMEWORK, SIGNATURE));
      }
      return stopping;
    } catch (JMException untold) {
      return false;
    }
  }
}
