package org.grievances.security.signin;

import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.security.session.SessionOverview;
import tools.jackson.core.JsonGenerator;

/** A session of a user as JSON. */
record UserSessionData(String database, SessionOverview session) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write(json, "user", session.user());
    JsonValues.write(json, "database", database);
    JsonValues.write(json, "client", session.client());
    JsonValues.write(json, "started", session.started());
    JsonValues.write(json, "expires", session.expires());
    JsonValues.write(json, "ended", session.ended());
    json.writeEndObject();
  }
}
