package org.grievances.webhook;

import jakarta.json.stream.JsonGenerator;
import java.util.Locale;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;

/** A delivery as JSON, without what is sent. */
record DeliveryData(Delivery delivery) implements Data {

  @Override
  public void write(JsonGenerator json) {
    String state = delivery.state().name();
    json.writeStartObject().write("id", delivery.id()).write("event", delivery.event());
    json.write("state", state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT));
    JsonValues.write(json, "created", delivery.created());
    json.write("attempts", delivery.attempts());
    JsonValues.write(json, "lastAttempt", delivery.lastAttempt());
    JsonValues.write(json, "nextAttempt", delivery.nextAttempt());
    JsonValues.write(json, "status", delivery.lastStatus());
    JsonValues.write(json, "problem", delivery.problem());
    JsonValues.write(json, "ended", delivery.ended());
    json.writeEnd();
  }
}
