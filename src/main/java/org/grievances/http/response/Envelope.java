package org.grievances.http.response;

import org.grievances.activity.Activity;
import org.grievances.http.problem.Problem;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** The body of every response: {@code data} or {@code error}, never both, and {@code debug}. */
public record Envelope(Data data, Problem error) implements Data {

  public static Envelope of(Data data) {
    return new Envelope(data, null);
  }

  public static Envelope of(Problem error) {
    return new Envelope(null, error);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write(json, "data", data);
    JsonValues.write(json, "error", error);
    json.writeObjectPropertyStart("debug")
        .writeStringProperty("activityID", Activity.id().toString())
        .writeEndObject();
    json.writeEndObject();
  }
}
