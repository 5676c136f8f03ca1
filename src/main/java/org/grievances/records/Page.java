package org.grievances.records;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import org.grievances.api.Data;

/** A page of a list, and where it stands among the others. */
record Page(List<? extends Data> items, long totalCount, int number, int size) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    items.forEach(item -> item.write(json));
    json.writeEnd();
  }

  /** The header {@code X-Pagination}. */
  String position() {
    return Json.createObjectBuilder()
        .add("TotalCount", totalCount)
        .add("TotalPages", (totalCount + size - 1) / size)
        .add("CurrentPage", number)
        .add("PageSize", size)
        .build()
        .toString();
  }
}
