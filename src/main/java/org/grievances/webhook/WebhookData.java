package org.grievances.webhook;

import java.util.Optional;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/**
 * A webhook as JSON.
 *
 * @param secret by which its deliveries are signed; empty where it is not shown
 */
record WebhookData(Webhook webhook, Optional<String> secret) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .writeStringProperty("id", webhook.id())
        .writeStringProperty("url", webhook.url());
    json.writeArrayPropertyStart("events");
    webhook.events().forEach(event -> json.writeString(event.label()));
    json.writeEndArray();
    json.writeBooleanProperty("enabled", webhook.isEnabled());
    JsonValues.write(json, "problem", webhook.problem());
    JsonValues.write(json, "created", webhook.created());
    JsonValues.write(json, "createdBy", webhook.createdBy());
    secret.ifPresent(text -> json.writeStringProperty("secret", text));
    json.writeEndObject();
  }
}
