package org.grievances.item;

import jakarta.json.stream.JsonGenerator;

/** What a successful response answers; it writes itself as one JSON value, as a stream. */
@FunctionalInterface
public interface Data {
  void write(JsonGenerator json);
}
