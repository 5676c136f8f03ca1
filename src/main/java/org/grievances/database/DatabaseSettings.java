package org.grievances.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.grievances.database.dialect.UnusableDatabaseException;
import org.grievances.settings.BackupSettings;
import org.grievances.settings.RateLimitSettings;
import org.grievances.settings.ReadSettings;
import org.grievances.settings.SettingsCheck;

/**
 * The operator's settings for one database, {@code grievances.databases.NAME.…}.
 *
 * @param spread whether its rows are on many machines, so that its schema has no triggers
 * @param migrate whether this service creates and migrates its schema
 * @param sortIndexes whether its large tables get indexes for the orders they are listed in
 * @param history whether every change to a record is kept
 * @param recordReads whether it is recorded who has seen which records
 * @param keepReads how long that is kept
 * @param maxConcurrent the maximum number of concurrent requests
 * @param maxExports how many exports of it may run at a time; each keeps a connection
 * @param maxJobs how many jobs may run in it at a time, on all servers together
 * @param sharedRateLimits whether servers count in it how much clients may still send
 * @param restored what the operator calls the last time that it was restored; empty if it never was
 * @param readTimeout after which it ends the queries for a list
 * @param backups of databases whose product leaves them to the service
 * @param issuer of the only tokens for it; empty if those of the common one are
 * @param zone in which dates, and times without an offset, are local
 * @param error why the settings cannot be used; empty if they can
 */
record DatabaseSettings(
    boolean spread,
    boolean migrate,
    boolean sortIndexes,
    boolean history,
    boolean recordReads,
    Duration keepReads,
    int maxConcurrent,
    int maxExports,
    int maxJobs,
    boolean sharedRateLimits,
    String restored,
    Duration readTimeout,
    BackupSettings backups,
    Optional<String> issuer,
    ZoneId zone,
    Optional<String> error) {
  /** 45 CFR 164.316(b)(2)(i); with leap days. */
  private static final Duration SIX_YEARS = Duration.ofDays(6 * 365 + 2);

  private static final String ZONE = "grievances.zone";

  private static final DatabaseSettings DEFAULTS =
      new DatabaseSettings(
          false,
          true,
          true,
          true,
          true,
          SIX_YEARS,
          40,
          2,
          2,
          false,
          "",
          Duration.ofSeconds(30),
          new BackupSettings(Optional.empty(), Duration.ofDays(1), 7),
          Optional.empty(),
          ZoneId.of("UTC"),
          Optional.empty());

  /**
   * Those of a database, with what the whole server has for all. They are read again and again,
   * since databases come and change while the server runs.
   */
  static DatabaseSettings of(
      String name, ReadSettings reads, RateLimitSettings rateLimits, BackupSettings backups) {
    Config config = ConfigProvider.getConfig();
    Optional<String> error =
        SettingsCheck.errorOfDatabase(
            name, property -> config.getOptionalValue(property, String.class));
    return error.isPresent() ? DEFAULTS.unusable(error) : read(name, reads, rateLimits, backups);
  }

  private DatabaseSettings unusable(Optional<String> why) {
    return new DatabaseSettings(
        spread,
        migrate,
        sortIndexes,
        history,
        recordReads,
        keepReads,
        maxConcurrent,
        maxExports,
        maxJobs,
        sharedRateLimits,
        restored,
        readTimeout,
        backups,
        issuer,
        zone,
        why);
  }

  private static DatabaseSettings read(
      String name, ReadSettings reads, RateLimitSettings rateLimits, BackupSettings backups) {
    boolean migrate = get(name, "migrate", DEFAULTS.migrate());
    return new DatabaseSettings(
        get(name, "spread", DEFAULTS.spread()),
        migrate,
        get(name, "sort-indexes", migrate),
        get(name, "history", DEFAULTS.history()),
        get(name, "record-reads", DEFAULTS.recordReads()),
        get(name, "keep-reads", DEFAULTS.keepReads()),
        get(name, "max-concurrent", DEFAULTS.maxConcurrent()),
        get(name, "max-exports", DEFAULTS.maxExports()),
        get(name, "max-jobs", DEFAULTS.maxJobs()),
        rateLimits.sharedIn().filter(name::equals).isPresent(),
        get(name, "restored", DEFAULTS.restored()).strip(),
        reads.timeout(),
        backups,
        ConfigProvider.getConfig().getOptionalValue(property(name, "issuer"), String.class),
        zone(name),
        Optional.empty());
  }

  private static ZoneId zone(String name) {
    return ZoneId.of(get(name, "zone", value(ZONE, DEFAULTS.zone().getId())).strip());
  }

  /**
   * Checks that the database can be opened with these settings.
   *
   * @throws UnusableDatabaseException if one of them cannot be used
   */
  void check() throws SQLException {
    if (error.isPresent()) {
      throw new UnusableDatabaseException(error.get());
    }
  }

  private static <T> T get(String name, String what, T otherwise) {
    return value(property(name, what), otherwise);
  }

  private static String property(String name, String what) {
    return "grievances.databases." + name + "." + what;
  }

  private static <T> T value(String property, T otherwise) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) otherwise.getClass();
    return ConfigProvider.getConfig().getOptionalValue(property, type).orElse(otherwise);
  }
}
