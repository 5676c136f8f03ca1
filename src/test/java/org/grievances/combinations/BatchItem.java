package org.grievances.combinations;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * An item of a batch.
 *
 * @param keyForm how its key is sent
 * @param mark the first word of its issue, which identifies the item that wrote a record; null if
 *     it has no issue
 * @param account the {@code patient_Account_Number}; null if it has none
 * @param updateDate the {@code update_Date} that is sent for {@code ifUnchanged}
 */
record BatchItem(int key, KeyForm keyForm, String mark, String account, UpdateDate updateDate) {
  /** With this padding, 13,000 items make a body of more than 8 MiB. */
  private static final String PADDING = " The member was charged twice for one visit.".repeat(15);

  /** How the key of an item is sent. */
  enum KeyForm {
    INTEGER,
    TEXT,
    NONE
  }

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

  BatchItem withKey(int otherKey) {
    return new BatchItem(otherKey, keyForm, mark, account, updateDate);
  }

  private String json(String seededUpdateDate) {
    String keyText =
        switch (keyForm) {
          case INTEGER -> Integer.toString(key);
          case TEXT -> "\"" + key + "\"";
          case NONE -> "null";
        };
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
