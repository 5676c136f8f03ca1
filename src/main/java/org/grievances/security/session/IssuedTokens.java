package org.grievances.security.session;

import org.grievances.json.Data;
import tools.jackson.core.JsonGenerator;

/**
 * The tokens for a user who signs in, as the {@code data} of the response.
 *
 * @param accessToken a bearer token of this service, as is the ID token
 * @param refreshToken continues the session once
 * @param expiresIn seconds until the access token and the ID token expire
 */
public record IssuedTokens(String accessToken, String idToken, String refreshToken, long expiresIn)
    implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .writeObjectPropertyStart("authenticationResult")
        .writeStringProperty("accessToken", accessToken)
        .writeStringProperty("idToken", idToken)
        .writeStringProperty("refreshToken", refreshToken)
        .writeNumberProperty("expiresIn", expiresIn)
        .writeEndObject()
        .writeNullProperty("challengeName")
        .writeNullProperty("session")
        .writeEndObject();
  }
}
