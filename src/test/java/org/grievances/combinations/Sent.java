package org.grievances.combinations;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * An item of a batch.
 *
 * @param readable whether its key is an integer, as it must be
 * @param mark the first word of its issue, by which a record tells who wrote it
 * @param known the state that the sender says the record is in
 */
record Sent(int key, boolean readable, String mark, Known known) {
  /** Makes 13,000 items a body of more than 8 MiB. */
  private static final String PADDING = " The member was charged twice for one visit.".repeat(15);

  /** Which {@code update_Date} an item has. */
  enum Known {
    NOTHING,
    AS_SEEDED,
    OUTDATED
  }

  /**
   * @param seeded the {@code update_Date} that the records had when the test began
   */
  static String json(List<Sent> items, String seeded) {
    return items.stream().map(item -> item.json(seeded)).collect(joining(",\n", "[", "]"));
  }

  private String json(String seeded) {
    String keyText = readable ? Integer.toString(key) : "\"" + key + "\"";
    String date =
        switch (known) {
          case NOTHING -> "";
          case AS_SEEDED -> ",\"update_Date\":\"" + seeded + "\"";
          case OUTDATED -> ",\"update_Date\":\"2001-01-01T00:00:00Z\"";
        };
    return "{\"grievance_Key\":" + keyText + date + ",\"issue\":\"" + mark + PADDING + "\"}";
  }
}
