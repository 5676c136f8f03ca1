package org.grievances.item;

import jakarta.json.stream.JsonGenerator;

/** The data of a successful response, which streams itself as one JSON value. */
@FunctionalInterface
public interface Data {
  void write(JsonGenerator json);
}
