package org.grievances.profiles;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.time.ZoneOffset;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;

/** A load profile as JSON, with who changed it last. */
record LoadProfileData(LoadProfile profile) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().write("name", profile.name()).write("profile", parsed());
    json.write(
        "updated", JsonValues.utc(profile.updated().atOffset(ZoneOffset.UTC).toLocalDateTime()));
    json.write("updatedBy", profile.updatedBy()).writeEnd();
  }

  private JsonObject parsed() {
    try (JsonReader reader = Json.createReader(new StringReader(profile.json()))) {
      return reader.readObject();
    }
  }
}
