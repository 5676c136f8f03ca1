package org.grievances.record;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import org.grievances.api.Data;
import org.grievances.database.Table;

/** A page of a table, and where it stands among the others. */
record Page(Table table, List<Object[]> rows, long totalCount, int number, int size)
    implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    rows.forEach(row -> new RecordData(table, row).write(json));
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
