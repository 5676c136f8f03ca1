package org.grievances.combinations;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * An item of a batch.
 *
 * @param validKey whether its key is sent as an integer
 * @param mark the first word of its issue, which identifies the item that wrote a record; null if
 *     it has no issue
 * @param account the {@code patient_Account_Number}; null if it has none
 * @param updateDate the {@code update_Date} that is sent for {@code ifUnchanged}
 */
record BatchItem(int key, boolean validKey, String mark, String account, UpdateDate updateDate) {
  /** With this padding, 13,000 items make a body of more than 8 MiB. */
  private static final String PADDING = " The member was charged twice for one visit.".repeat(15);

  /** Which {@code update_Date} an item has. */
  enum UpdateDate {
    NONE,
    AS_SEEDED,
    OUTDATED
  }

  /**
   * @param seededUpdateDate the {@code update_Date} of the records that the test created
   */
  static String json(List<BatchItem> items, String seededUpdateDate) {
    return items.stream()
        .map(item -> item.json(seededUpdateDate))
        .collect(joining(",\n", "[", "]"));
  }

  private String json(String seededUpdateDate) {
    String keyText = validKey ? Integer.toString(key) : "\"" + key + "\"";
    String date =
        switch (updateDate) {
          case NONE -> "";
          case AS_SEEDED -> ",\"update_Date\":\"" + seededUpdateDate + "\"";
          case OUTDATED -> ",\"update_Date\":\"2001-01-01T00:00:00Z\"";
        };
    String issue = mark == null ? "" : ",\"issue\":\"" + mark + PADDING + "\"";
    String number = account == null ? "" : ",\"patient_Account_Number\":\"" + account + "\"";
    return "{\"grievance_Key\":" + keyText + date + issue + number + "}";
  }
}
