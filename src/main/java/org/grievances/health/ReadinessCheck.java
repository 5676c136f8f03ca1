package org.grievances.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.grievances.database.Database;
import org.grievances.database.DatabaseState;
import org.grievances.database.Databases;
import org.grievances.database.Replica;
import org.grievances.database.ServerState;
import org.grievances.settings.HealthSettings;

/**
 * Ready while the server is not stopping and at least one database can be used. The response says
 * how many databases are in each state, but gives their names only if the operator allows it, since
 * they identify customers.
 */
@Readiness
@ApplicationScoped
public class ReadinessCheck implements HealthCheck {
  @Inject private Databases databases;
  @Inject private ServerState server;

  @Inject private HealthSettings settings;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("databases");
    Map<DatabaseState, Long> counts = new EnumMap<>(DatabaseState.class);
    for (Database database : databases.all()) {
      DatabaseState state = database.state();
      counts.merge(state, 1L, Long::sum);
      if (settings.names()) {
        response.withData(database.name(), state.name());
        database
            .replica()
            .ifPresent(each -> response.withData(database.name() + " replica", describe(each)));
      }
    }
    for (DatabaseState state : DatabaseState.values()) {
      response.withData(state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0L));
    }
    return response.status(counts.containsKey(DatabaseState.UP) && !server.isStopping()).build();
  }

  private static String describe(Replica replica) {
    return replica
        .lag()
        .map(lag -> replica.state() + ", lag " + lag.toSeconds() + " s")
        .orElse(replica.state().name());
  }
}
