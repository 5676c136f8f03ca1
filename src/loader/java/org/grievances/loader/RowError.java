package org.grievances.loader;

import org.grievances.loader.client.RequestError;

/**
 * An error of a row.
 *
 * @param code the kind, as the service names it; empty if there is none
 * @param member null if it is one of the whole row
 * @param limit of the length of a text; null for other errors
 */
record RowError(String code, String member, String message, Integer limit) {
  static final String UNKNOWN_MEMBER = "unknown-member";
  static final String NOT_A_DATE = "not-a-date";
  static final String FIELD_COUNT = "field-count";
  static final String MALFORMED = "malformed";

  static RowError of(RequestError error) {
    return new RowError(error.getCode(), error.getMember(), error.getMessage(), error.getLimit());
  }

  /** An error of the whole row. */
  static RowError ofRow(String code, String message) {
    return new RowError(code, null, message, null);
  }

  String text() {
    return withMember(message);
  }

  /** The error without what differs from row to row. */
  String kind() {
    return withMember(
        switch (code) {
          case "too-long" -> "more than " + limit + " characters";
          case "too-short" -> "fewer than " + limit + " characters";
          case FIELD_COUNT -> "the row has more or fewer fields than the header row";
          default -> message;
        });
  }

  private String withMember(String said) {
    return member == null ? said : member + ": " + said;
  }
}
