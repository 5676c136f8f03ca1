package org.grievances.http.response;

import jakarta.json.stream.JsonGenerator;
import org.grievances.activity.Activity;
import org.grievances.http.problem.Problem;
import org.grievances.item.Data;

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
    member(json, "data", data);
    member(json, "error", error);
    json.writeStartObject("debug").write("activityID", Activity.id().toString()).writeEnd();
    json.writeEnd();
  }

  private static void member(JsonGenerator json, String name, Data value) {
    if (value == null) {
      json.writeNull(name);
    } else {
      json.writeKey(name);
      value.write(json);
    }
  }
}
