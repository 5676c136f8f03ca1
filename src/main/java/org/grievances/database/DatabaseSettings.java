package org.grievances.database;

import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The operator's settings for one database, {@code grievances.databases.NAME.…}.
 *
 * @param spread whether its rows are on many machines, so that its schema has no triggers
 * @param migrate whether this service creates and migrates its schema
 * @param sortIndexes whether its large tables get indexes for the orders they are listed in
 * @param history whether every change to a record is kept
 * @param maxInWork how many requests may use it at a time
 * @param maxExports how many exports of it may run at a time; each keeps a connection
 * @param maxJobs how many jobs may run in it at a time, on all servers together
 * @param sharedRateLimits whether servers count in it how much clients may still send
 * @param readTimeout after which it ends a query for a list or a count
 */
record DatabaseSettings(
    boolean spread,
    boolean migrate,
    boolean sortIndexes,
    boolean history,
    int maxInWork,
    int maxExports,
    int maxJobs,
    boolean sharedRateLimits,
    Duration readTimeout) {
  private static final String READ_TIMEOUT = "grievances.reads.timeout";
  private static final String RATE_LIMITS = "grievances.rate-limits.shared-in";

  static DatabaseSettings of(String name) {
    boolean migrate = get(name, "migrate", true);
    return new DatabaseSettings(
        get(name, "spread", false),
        migrate,
        get(name, "sort-indexes", migrate),
        get(name, "history", true),
        get(name, "max-in-work", 40),
        get(name, "max-exports", 2),
        get(name, "max-jobs", 2),
        name.equals(value(RATE_LIMITS, "")),
        ConfigProvider.getConfig().getValue(READ_TIMEOUT, Duration.class));
  }

  private static <T> T get(String name, String what, T otherwise) {
    return value("grievances.databases." + name + "." + what, otherwise);
  }

  private static <T> T value(String property, T otherwise) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) otherwise.getClass();
    return ConfigProvider.getConfig().getOptionalValue(property, type).orElse(otherwise);
  }
}
