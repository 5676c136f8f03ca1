package org.grievances.webhook;

import java.util.Locale;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** A delivery as JSON, without what is sent. */
record DeliveryData(Delivery delivery) implements Data {

  @Override
  public void write(JsonGenerator json) {
    String state = delivery.state().name();
    json.writeStartObject()
        .writeStringProperty("id", delivery.id())
        .writeStringProperty("event", delivery.event());
    json.writeStringProperty(
        "state", state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT));
    JsonValues.write(json, "created", delivery.created());
    json.writeNumberProperty("attempts", delivery.attempts());
    JsonValues.write(json, "lastAttempt", delivery.lastAttempt());
    JsonValues.write(json, "nextAttempt", delivery.nextAttempt());
    JsonValues.write(json, "status", delivery.lastStatus());
    JsonValues.write(json, "problem", delivery.problem());
    JsonValues.write(json, "ended", delivery.ended());
    json.writeEndObject();
  }
}
