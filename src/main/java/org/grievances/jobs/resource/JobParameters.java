package org.grievances.jobs.resource;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;

/** The requested page of the jobs, of one client or of all. */
public class JobParameters extends PageParameters {
  @QueryParam("allClients")
  private String allClients;

  /**
   * The client whose jobs are requested; empty for all clients.
   *
   * @throws ProblemException {@code ROLE_FORBIDDEN} if the caller may not see the jobs of all
   *     clients
   */
  Optional<String> client() {
    if (!RequestParameters.flag("allClients", allClients)) {
      return Optional.of(author().client());
    }
    if (!isInRole(Roles.ADMIN)) {
      throw new FailureException(
          ProblemType.ROLE_FORBIDDEN, "Only administrators see the jobs of all clients.");
    }
    return Optional.empty();
  }
}
