package org.grievances.security;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.Envelope;
import org.grievances.http.MediaTypes;
import org.grievances.http.ProblemException;
import org.grievances.http.ProblemType;

/** Signing in and out: exchanges a password or a refresh token for tokens, and ends sessions. */
@Path("")
@RequestScoped
@PermitAll
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
@Tag(name = "Authentication")
public class SignInResource {
  /** The paths of the requests that need no bearer token. */
  static final String BEGIN = "user-authentication";

  static final String REFRESH = "user-refresh-tokens";

  @Inject private Databases databases;
  @Inject private SignIn signIn;
  @Inject private Sessions sessions;
  @Context private HttpServletRequest request;

  @POST
  @Path(BEGIN)
  @SecurityRequirement(name = "apiKeyAuth")
  @SecurityRequirement(name = "basicAuth")
  @Operation(
      operationId = "userAuthentication",
      summary = "Sign In",
      description =
          "Gives tokens for a user's name and password. The id token and the access token are both"
              + " bearer tokens, for the database that was signed in to, for 24 hours.")
  @APIResponse(
      responseCode = "200",
      description = "The tokens",
      content =
          @Content(
              schema = @Schema(ref = "AuthenticationEnvelope"),
              examples = @ExampleObject(name = "tokens", ref = "Tokens")))
  @APIResponse(responseCode = "429", ref = "Problem")
  public Response begin(
      @BeanParam SignInParameters call,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
    String client = call.client();
    BasicCredentials password =
        BasicCredentials.of(authorization).orElseThrow(SignIn::passwordRefused);
    return tokens(signIn.begin(database(call.database()), client, password, call.address()));
  }

  @POST
  @Path(REFRESH)
  @SecurityRequirement(name = "apiKeyAuth")
  @Operation(
      operationId = "userRefreshTokens",
      summary = "Refresh Tokens",
      description =
          "Gives new tokens for a refresh token and the id token that came with it. A refresh token"
              + " works once, and again for 30 seconds where its answer was lost; one that two use"
              + " ends its session.")
  @APIResponse(
      responseCode = "200",
      description = "The tokens",
      content =
          @Content(
              schema = @Schema(ref = "AuthenticationEnvelope"),
              examples = @ExampleObject(name = "tokens", ref = "Tokens")))
  public Response refresh(
      @BeanParam SignInParameters call,
      @Parameter(description = "The id token, expired or not", required = true)
          @HeaderParam("expired-id-token")
          String idToken,
      @Parameter(description = "The refresh token that came with it", required = true)
          @HeaderParam("refresh-token")
          String refreshToken) {
    String client = call.client();
    if (idToken == null || refreshToken == null) {
      throw SignIn.refreshRefused();
    }
    return tokens(signIn.refresh(database(call.database()), client, refreshToken, idToken));
  }

  @POST
  @Path("logout")
  @Operation(
      operationId = "logout",
      summary = "Sign Out",
      description = "Ends the caller's session: none of its tokens is accepted any more.")
  @APIResponse(responseCode = "204", description = "The session has ended")
  public Response logout(@HeaderParam("vbasoftware-database") String database) {
    String session =
        Caller.of(request)
            .session()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.MALFORMED_REQUEST,
                        "The bearer token belongs to no session of this service; sign out where it"
                            + " was made."));
    sessions.end(database(database), session);
    return Response.noContent().build();
  }

  private Database database(String name) {
    return databases.find(name).orElseThrow();
  }

  private static Response tokens(IssuedTokens tokens) {
    return Response.ok(Envelope.of(tokens)).build();
  }
}
