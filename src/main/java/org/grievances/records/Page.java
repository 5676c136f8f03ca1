package org.grievances.records;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.json.Data;
import org.grievances.schema.Position;
import tools.jackson.core.JsonGenerator;

/**
 * A page of a list, with its position among all pages.
 *
 * @param keys of the records on it; empty if its items are none
 * @param totalCount empty if the records were not counted
 * @param next the place after which the next page begins; empty if there is none, or if it is
 *     reached only by its number
 */
public record Page(
    List<? extends Data> items,
    List<Object> keys,
    OptionalLong totalCount,
    PageQuery query,
    Optional<Position> next)
    implements Data {

  public Page(List<? extends Data> items, long totalCount, PageQuery query) {
    this(items, List.of(), OptionalLong.of(totalCount), query, Optional.empty());
  }

  @Override
  public void write(JsonGenerator json) {
    Data.array(items).write(json);
  }

  /** Whether the list has another page, which its number leads to. */
  public boolean hasNextNumber() {
    return query.after().isEmpty()
        && query.countTo().isEmpty()
        && totalCount.isPresent()
        && query.offset() + query.size() < totalCount.getAsLong();
  }

  /** The position among all pages, as JSON for the header {@code X-Pagination}. */
  public String position() {
    Data position =
        json -> {
          json.writeStartObject();
          totalCount.ifPresent(total -> writeTotal(json, total));
          json.writeNumberProperty("PageSize", query.size()).writeEndObject();
        };
    return position.text();
  }

  private void writeTotal(JsonGenerator json, long total) {
    json.writeNumberProperty("TotalCount", total)
        .writeNumberProperty("TotalPages", (total + query.size() - 1) / query.size())
        .writeNumberProperty("CurrentPage", query.number());
  }
}
