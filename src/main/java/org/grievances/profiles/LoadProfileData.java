package org.grievances.profiles;

import java.time.ZoneOffset;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** A load profile as JSON, with who changed it last. */
record LoadProfileData(LoadProfile profile) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().writeStringProperty("name", profile.name());
    json.writeName("profile").writeRawValue(profile.json());
    json.writeStringProperty(
        "updated", JsonValues.utc(profile.updated().atOffset(ZoneOffset.UTC).toLocalDateTime()));
    json.writeStringProperty("updatedBy", profile.updatedBy()).writeEndObject();
  }
}
