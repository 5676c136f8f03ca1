package org.grievances.webhook;

import jakarta.json.stream.JsonGenerator;
import java.util.Optional;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;

/**
 * A webhook as JSON.
 *
 * @param secret by which its deliveries are signed; empty where it is not shown
 */
record WebhookData(Webhook webhook, Optional<String> secret) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().write("id", webhook.id()).write("url", webhook.url());
    json.writeStartArray("events");
    webhook.events().forEach(event -> json.write(event.label()));
    json.writeEnd();
    json.write("enabled", webhook.isEnabled());
    JsonValues.write(json, "problem", webhook.problem());
    JsonValues.write(json, "created", webhook.created());
    JsonValues.write(json, "createdBy", webhook.createdBy());
    secret.ifPresent(text -> json.write("secret", text));
    json.writeEnd();
  }
}
