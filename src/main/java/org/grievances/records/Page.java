package org.grievances.records;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import org.grievances.item.Data;

/** A page of a list, with its position among all pages. */
public record Page(List<? extends Data> items, long totalCount, PageQuery query) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    items.forEach(item -> item.write(json));
    json.writeEnd();
  }

  /** The position among all pages, as JSON for the header {@code X-Pagination}. */
  public String position() {
    int size = query.size();
    return Json.createObjectBuilder()
        .add("TotalCount", totalCount)
        .add("TotalPages", (totalCount + size - 1) / size)
        .add("CurrentPage", query.number())
        .add("PageSize", size)
        .build()
        .toString();
  }
}
