package org.grievances.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.grievances.api.ServerState;

/**
 * Ready, while the server is not stopping and at least one database can be used; lists all of them
 * with their states.
 */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
  @Inject private Databases databases;
  @Inject private ServerState server;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("databases");
    boolean ready = false;
    for (Database database : databases.all()) {
      ready |= database.state() == Database.State.UP;
      response.withData(database.name(), database.state().name());
    }
    return response.status(ready && !server.isStopping()).build();
  }
}
