package org.grievances.api;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Is destroyed by the server when it begins to stop, before all else; see {@code ejb-jar.xml}. */
@Singleton
@Startup
public class QuiesceListener {
  @Inject private Quiesce quiesce;

  @PreDestroy
  void begin() {
    quiesce.begin();
  }
}
