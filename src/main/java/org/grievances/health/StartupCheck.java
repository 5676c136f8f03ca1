package org.grievances.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.grievances.database.DatabaseState;
import org.grievances.database.Databases;

/** Started once every database has run its migrations or is found unable to run them for now. */
@Startup
@ApplicationScoped
public class StartupCheck implements HealthCheck {
  @Inject private Databases databases;

  @Override
  public HealthCheckResponse call() {
    boolean started =
        databases.areComplete()
            && !databases.all().isEmpty()
            && databases.all().stream().noneMatch(each -> each.state() == DatabaseState.STARTING);
    return HealthCheckResponse.named("migrations").status(started).build();
  }
}
