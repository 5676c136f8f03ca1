package org.grievances.security.signin;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.security.session.BrowserSession;
import org.grievances.security.session.SessionLimits;
import tools.jackson.core.JsonGenerator;

/**
 * The session of the console as JSON; nobody is signed in if it is empty.
 *
 * @param databases the zones of those that the user may use, by their names
 * @param signInMethods the configured methods, such as {@code password}
 */
record BrowserSessionData(
    Optional<BrowserSession> session,
    SessionLimits limits,
    Map<String, ZoneId> databases,
    List<String> signInMethods)
    implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write(json, "user", session.map(BrowserSession::user));
    JsonValues.write(json, "expires", session.map(this::end));
    array(json, "roles", session.map(each -> each.permissions().roles()).orElse(List.of()));
    array(json, "databases", databases.keySet());
    json.writeObjectPropertyStart("zones");
    databases.forEach((name, zone) -> json.writeStringProperty(name, zone.getId()));
    json.writeEndObject();
    array(json, "signIn", signInMethods);
    json.writeEndObject();
  }

  private LocalDateTime end(BrowserSession open) {
    return open.end(limits).atOffset(ZoneOffset.UTC).toLocalDateTime();
  }

  private static void array(JsonGenerator json, String name, Collection<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
