package org.grievances.database;

/** What a list is sorted by. */
public record Sort(Field field, boolean descending) {

  String sql() {
    return field.column() + (descending ? " DESC" : "");
  }
}
