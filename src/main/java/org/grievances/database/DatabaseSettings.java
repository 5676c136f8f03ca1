package org.grievances.database;

import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The operator's settings for one database, {@code grievances.databases.NAME.…}.
 *
 * @param migrate whether this service creates and migrates its schema
 * @param sortIndexes whether its large tables get indexes for the orders they are listed in
 * @param history whether every change to a record is kept
 * @param maxInWork how many requests may use it at a time
 */
record DatabaseSettings(boolean migrate, boolean sortIndexes, boolean history, int maxInWork) {

  static DatabaseSettings of(String name) {
    boolean migrate = get(name, "migrate", true);
    return new DatabaseSettings(
        migrate,
        get(name, "sort-indexes", migrate),
        get(name, "history", true),
        get(name, "max-in-work", 40));
  }

  private static <T> T get(String name, String what, T otherwise) {
    String property = "grievances.databases." + name + "." + what;
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) otherwise.getClass();
    return ConfigProvider.getConfig().getOptionalValue(property, type).orElse(otherwise);
  }
}
