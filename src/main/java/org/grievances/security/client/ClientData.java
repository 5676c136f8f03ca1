package org.grievances.security.client;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.grievances.http.request.Permission;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.scope.Scope;
import org.grievances.settings.Network;
import tools.jackson.core.JsonGenerator;

/**
 * A client as JSON: its limits, and when its keys end and were last used. No hash of a key is
 * shown.
 *
 * @param databases those of the client that the caller may use too
 * @param lastUses of keys for a database, by their {@linkplain KeyHash#id ids}
 */
record ClientData(ApiKey client, List<String> databases, Map<String, Instant> lastUses)
    implements Data {

  @Override
  public void write(JsonGenerator json) {
    Scope scope = client.limits().scope();
    json.writeStartObject().writeStringProperty("client", client.client());
    write(json, "databases", databases);
    write(json, "operations", client.limits().permissions().map(ClientData::labels).orElse(null));
    write(json, "subscribers", sorted(scope.values().get(ClientSettings.SUBSCRIBER)));
    write(json, "providers", sorted(scope.values().get(ClientSettings.PROVIDER)));
    write(json, "hidden", sorted(scope.hidden()));
    write(json, "networks", client.limits().networks().stream().map(Network::text).toList());
    json.writeArrayPropertyStart("keys");
    for (KeyHash key : client.hashes()) {
      json.writeStartObject();
      JsonValues.write(json, "ends", key.ends().map(ClientData::utc));
      JsonValues.write(
          json, "lastUsed", Optional.ofNullable(lastUses.get(key.id())).map(ClientData::utc));
      json.writeEndObject();
    }
    json.writeEndArray().writeEndObject();
  }

  private static List<String> labels(Set<Permission> permissions) {
    return permissions.stream().sorted().map(Permission::label).toList();
  }

  private static Set<String> sorted(Set<String> texts) {
    return texts == null ? null : new TreeSet<>(texts);
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  /**
   * @param texts null if there is no limit
   */
  private static void write(JsonGenerator json, String name, Iterable<String> texts) {
    if (texts == null) {
      json.writeNullProperty(name);
      return;
    }
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }
}
