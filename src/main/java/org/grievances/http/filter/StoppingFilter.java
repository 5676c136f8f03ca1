package org.grievances.http.filter;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Map;
import org.grievances.database.ServerState;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;

/**
 * Rejects new requests while the server stops, because Liberty still reads from open connections.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 2)
public class StoppingFilter implements ContainerRequestFilter {
  @Inject private ServerState server;

  @Override
  public void filter(ContainerRequestContext request) {
    if (server.isStopping()) {
      throw new ProblemException(
          ProblemType.STOPPING,
          "This server is stopping; send the request again over a new connection.",
          Duration.ofSeconds(1),
          Map.of("Connection", "close"));
    }
  }
}
