package org.grievances.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;

/** What a request for tokens says: which database, and which client sends it. */
public class SignInCall {
  @Parameter(description = "Target database", required = true, example = "alpha")
  @HeaderParam("vbasoftware-database")
  private String database;

  @Parameter(
      description = "The client that the API key belongs to",
      required = true,
      example = "portal")
  @HeaderParam("vbasoftware-client-id")
  private String clientId;

  @Parameter(description = "The client's code", required = true, example = "s3cr3t-c0de")
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
   * The client, which its API key, id and code agree on.
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
