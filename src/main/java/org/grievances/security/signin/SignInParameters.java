package org.grievances.security.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;
import org.grievances.security.caller.Caller;
import org.grievances.security.client.ApiKey;

/** The parameters of a token request: its database and its client. */
public class SignInParameters {
  @HeaderParam("vbasoftware-database")
  private String database;

  @HeaderParam("vbasoftware-client-id")
  private String clientId;

  @HeaderParam("vbasoftware-client-code")
  private String clientCode;

  @Context private HttpServletRequest request;

  String database() {
    return database;
  }

  String address() {
    return request.getRemoteAddr();
  }

  /**
   * The client, on which the API key, the ID and the code must agree.
   *
   * @throws ProblemException {@code CLIENT_REFUSED}
   */
  String client() {
    ApiKey key = Caller.of(request).key();
    if (clientId == null || clientCode == null || !key.isOf(clientId, clientCode)) {
      throw new ProblemException(
          ProblemType.CLIENT_REFUSED,
          "Send the id and the code of the API key's client in the headers vbasoftware-client-id"
              + " and vbasoftware-client-code.",
          Map.of("WWW-Authenticate", "ApiKey realm=\"grievances\", header=\"x-api-key\""));
    }
    return key.client();
  }
}
