package org.grievances.metrics;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/**
 * All metrics of the service (MicroProfile Metrics 5.1), with the names and base units of
 * OpenMetrics. No label has a value that a caller can make up: names are configured, operations and
 * statuses are the API's own.
 */
@ApplicationScoped
public class Metrics {
  private static final Metadata REQUESTS =
      metadata(
          "grievances_request_duration",
          "Duration of requests, up to the last byte of the response",
          null);
  private static final Metadata PROBLEMS =
      metadata("grievances_problems", "Requests that were answered with a problem", null);
  private static final Metadata RATE_LIMITED =
      metadata("grievances_rate_limited", "Requests beyond the rate of a client", null);
  private static final Metadata RECEIVED =
      metadata("grievances_received", "Bytes of bodies, uncompressed", MetricUnits.BYTES);
  private static final Metadata SPOOLED =
      metadata("grievances_spooled", "Bytes of bodies that went to a file", MetricUnits.BYTES);
  private static final Metadata SPOOL =
      metadata("grievances_spool_used", "Bytes of bodies in files", MetricUnits.BYTES);
  private static final Metadata MAX_SPOOL =
      metadata("grievances_spool_limit", "Maximum bytes of bodies in files", MetricUnits.BYTES);
  private static final Metadata LOG_LINES =
      metadata("grievances_log_lines", "Lines that the service has logged", null);
  private static final Metadata BATCHES =
      metadata("grievances_batch_items", "Items in a batch", null);
  private static final Metadata ITEMS =
      metadata("grievances_items", "Items of batches, by their outcome", null);
  private static final Metadata RETRIES =
      metadata("grievances_batch_retries", "Failed attempts at a batch", null);
  private static final Metadata READS =
      metadata("grievances_reads_recorded", "Answers that showed records, by operation", null);
  private static final Metadata REPLAYS =
      metadata("grievances_replays", "Replayed responses to repeated requests", null);
  private static final Metadata WEBHOOKS =
      metadata("grievances_webhook_attempts", "Attempts at deliveries to webhooks", null);
  private static final Metadata COMMITS =
      metadata("grievances_commit_duration", "Commits of a database", null);
  private static final Metadata ROLLBACKS =
      metadata("grievances_rollbacks", "Transactions that were rolled back", null);
  private static final Metadata UP =
      metadata("grievances_database_up", "Whether the database can be used: 1 or 0", null);
  private static final Metadata ACTIVE_REQUESTS =
      metadata("grievances_database_active_requests", "Requests that a database is serving", null);
  private static final Metadata MAX_ACTIVE_REQUESTS =
      metadata("grievances_database_max_active_requests", "Maximum concurrent requests", null);
  private static final Metadata SIZE =
      metadata("grievances_database_size", "Size of a database", MetricUnits.BYTES);
  private static final Metadata HISTORY_ROWS =
      metadata("grievances_history_rows", "Approximate number of history rows", null);
  private static final Metadata BACKUP_AGE =
      metadata("grievances_backup_age", "Age of the newest backup", MetricUnits.SECONDS);
  private static final Metadata CHANGES_HELD =
      metadata(
          "grievances_changes_held",
          "Age of the oldest transaction that readers of changes wait for",
          MetricUnits.SECONDS);
  private static final Metadata REPLICA_UP =
      metadata("grievances_replica_up", "Whether the replica can be read: 1 or 0", null);
  private static final Metadata REPLICA_LAG =
      metadata("grievances_replica_lag", "Approximate lag of the replica", MetricUnits.SECONDS);
  private static final Metadata LISTS =
      metadata("grievances_lists", "Lists and histories that may be read from a replica", null);
  private static final Metadata ACTIVE_BATCHES =
      metadata("grievances_batches_active", "Batches that the server is processing", null);
  private static final Metadata MAX_ACTIVE_BATCHES =
      metadata("grievances_batches_max_active", "Maximum concurrent batches", null);
  private static final Metadata JOBS =
      metadata("grievances_jobs", "Jobs that have ended, by their state", null);
  private static final Metadata JOBS_RUNNING =
      metadata("grievances_jobs_running", "Jobs that the server is running", null);
  private static final Metadata MAX_JOBS_RUNNING =
      metadata("grievances_jobs_max_running", "Maximum concurrent jobs", null);
  private static final Metadata OPEN =
      metadata("grievances_open", "Grievances that are not resolved", null);
  private static final Metadata OVERDUE =
      metadata("grievances_overdue", "Grievances of which a deadline has passed", null);
  private static final Metadata NOT_READY =
      metadata("grievances_not_ready", "Cases that would fail an audit, by the reason", null);
  private static final Metadata CERTIFICATE =
      metadata(
          "grievances_certificate_expiry",
          "Time until the certificate of the server ends",
          MetricUnits.SECONDS);
  private static final Metadata DISK_FREE =
      metadata("grievances_disk_free", "Room on the disk of a directory", MetricUnits.BYTES);
  private static final Metadata DISK =
      metadata("grievances_disk_size", "Size of the disk of a directory", MetricUnits.BYTES);
  private static final Metadata BUILD =
      metadata("grievances_build_info", "Always 1; the version is in the label", null);

  private static final String DELIVERED = "delivered";
  private static final String FAILED = "failed";

  @Inject private MetricRegistry registry;

  @Inject
  @ConfigProperty(name = "grievances.version")
  private String version;

  private static Metadata metadata(String name, String description, String unit) {
    return Metadata.builder().withName(name).withDescription(description).withUnit(unit).build();
  }

  @PostConstruct
  void registerVersion() {
    registry.gauge(BUILD, () -> 1, new Tag("version", version));
  }

  /**
   * Records the response to a request.
   *
   * @param operation of the API
   * @param database a configured one
   */
  public void request(String operation, String database, int status, Duration duration) {
    registry
        .timer(REQUESTS, operation(operation), database(database), status(status))
        .update(duration);
  }

  private static Tag operation(String operation) {
    return new Tag("operation", operation);
  }

  private static Tag database(String name) {
    return new Tag("database", name);
  }

  private static Tag status(int status) {
    return new Tag("status", Integer.toString(status));
  }

  /**
   * Records a problem response.
   *
   * @param problem the last part of its type's URI
   */
  public void problem(String operation, String database, String problem) {
    registry
        .counter(PROBLEMS, operation(operation), database(database), new Tag("problem", problem))
        .inc();
  }

  /** Records a request that exceeds its client's rate limit. */
  public void rateLimited(String client) {
    registry.counter(RATE_LIMITED, new Tag("client", client)).inc();
  }

  /** Records a received body, spooled to a file or not. */
  public void received(String database, long bytes, boolean spooled) {
    registry.counter(RECEIVED, database(database)).inc(bytes);
    registry.counter(SPOOLED, database(database)).inc(spooled ? bytes : 0);
  }

  /**
   * Records a batch.
   *
   * @param items the number of items by outcome
   */
  public void batch(String database, String table, String action, Map<String, Integer> items) {
    Tag of = new Tag("table", table);
    Tag by = new Tag("action", action);
    items.forEach(
        (outcome, count) ->
            registry
                .counter(ITEMS, database(database), of, by, new Tag("outcome", outcome))
                .inc(count));
    registry
        .histogram(BATCHES, database(database), of, by)
        .update(items.values().stream().mapToInt(Integer::intValue).sum());
  }

  /**
   * Records a failed attempt at a batch, which another may follow.
   *
   * @param reason {@code contention} if the database aborted it for another transaction, {@code
   *     refused_row} if the next one looks for the rows that the database refuses
   */
  public void retry(String database, String reason) {
    registry.counter(RETRIES, database(database), new Tag("reason", reason)).inc();
  }

  /** Counts an answer that showed records, which is recorded. */
  public void readRecorded(String database, String operation) {
    registry.counter(READS, database(database), new Tag("operation", operation)).inc();
  }

  /** Records a replay of the response to the first request with an {@code Idempotency-Key}. */
  public void replay(String database) {
    registry.counter(REPLAYS, database(database)).inc();
  }

  public void commit(String database, Duration duration) {
    registry.timer(COMMITS, database(database)).update(duration);
  }

  public void rollback(String database) {
    registry.counter(ROLLBACKS, database(database)).inc();
  }

  /** Registers the gauges of a database, and what alerts count there, at zero. */
  public void watchDatabase(
      String name, BooleanSupplier up, IntSupplier active, IntSupplier maxActive) {
    registry.gauge(UP, () -> up.getAsBoolean() ? 1 : 0, database(name));
    registry.gauge(ACTIVE_REQUESTS, active::getAsInt, database(name));
    registry.gauge(MAX_ACTIVE_REQUESTS, maxActive::getAsInt, database(name));
    jobs(name, FAILED);
    webhooks(name, DELIVERED);
    webhooks(name, FAILED);
  }

  /** Removes the gauges of a database that the server no longer has. */
  public void forgetDatabase(String name) {
    Stream.of(
            UP,
            ACTIVE_REQUESTS,
            MAX_ACTIVE_REQUESTS,
            SIZE,
            HISTORY_ROWS,
            BACKUP_AGE,
            CHANGES_HELD,
            REPLICA_UP,
            REPLICA_LAG)
        .forEach(each -> registry.remove(new MetricID(each.getName(), database(name))));
  }

  /** Registers the gauges of the size of a database and its history. */
  public void watchSize(String name, DoubleSupplier bytes, DoubleSupplier historyRows) {
    registry.gauge(SIZE, bytes::getAsDouble, database(name));
    registry.gauge(HISTORY_ROWS, historyRows::getAsDouble, database(name));
  }

  /** Registers the gauge of the age of a database's newest backup. */
  public void watchBackups(String name, DoubleSupplier ageSeconds) {
    registry.gauge(BACKUP_AGE, ageSeconds::getAsDouble, database(name));
  }

  /** Registers the gauge of how long readers of a database's changes have been held up. */
  public void watchChanges(String name, DoubleSupplier heldSeconds) {
    registry.gauge(CHANGES_HELD, heldSeconds::getAsDouble, database(name));
  }

  /** Registers the gauges of a database's replica. */
  public void watchReplica(String name, BooleanSupplier up, DoubleSupplier lagSeconds) {
    registry.gauge(REPLICA_UP, () -> up.getAsBoolean() ? 1 : 0, database(name));
    registry.gauge(REPLICA_LAG, lagSeconds::getAsDouble, database(name));
  }

  /**
   * Records that a list or history was read from a database with a replica.
   *
   * @param replica whether from there, or from the database itself
   */
  public void listed(String database, boolean replica) {
    registry
        .counter(LISTS, database(database), new Tag("from", replica ? "replica" : "database"))
        .inc();
  }

  /** Registers the gauges of the active batches. */
  public void watchBatches(IntSupplier active, int maxActive) {
    registry.gauge(ACTIVE_BATCHES, active::getAsInt);
    registry.gauge(MAX_ACTIVE_BATCHES, () -> maxActive);
  }

  /** Registers the gauges of the running jobs. */
  public void watchJobs(IntSupplier running, int maxRunning) {
    registry.gauge(JOBS_RUNNING, running::getAsInt);
    registry.gauge(MAX_JOBS_RUNNING, () -> maxRunning);
  }

  /** Records the end of a job. */
  public void jobEnded(String database, String state) {
    jobs(database, state).inc();
  }

  private Counter jobs(String database, String state) {
    return registry.counter(JOBS, database(database), new Tag("state", state));
  }

  /** Records an attempt at a delivery to a webhook. */
  public void webhookAttempt(String database, boolean isDelivered) {
    webhooks(database, isDelivered ? DELIVERED : FAILED).inc();
  }

  private Counter webhooks(String database, String outcome) {
    return registry.counter(WEBHOOKS, database(database), new Tag("outcome", outcome));
  }

  /** Registers the gauge of the open grievances of a database. */
  public void watchOpen(String name, DoubleSupplier open) {
    registry.gauge(OPEN, open::getAsDouble, database(name));
  }

  /** Registers the gauge of the grievances of a database whose deadlines of a kind have passed. */
  public void watchOverdue(String name, String kind, DoubleSupplier overdue) {
    registry.gauge(OVERDUE, overdue::getAsDouble, database(name), new Tag("kind", kind));
  }

  /** Registers the gauge of the cases of a database that would fail an audit for a reason. */
  public void watchReadiness(String name, String reason, DoubleSupplier cases) {
    registry.gauge(NOT_READY, cases::getAsDouble, database(name), new Tag("reason", reason));
  }

  /**
   * Registers the gauge of the certificate that callers are shown.
   *
   * @param secondsLeft until it ends; NaN if it is not known
   */
  public void watchCertificate(DoubleSupplier secondsLeft) {
    registry.gauge(CERTIFICATE, secondsLeft::getAsDouble);
  }

  /** Registers the gauges of the disk that a directory is on. */
  public void watchDisk(String directory, LongSupplier freeBytes, LongSupplier bytes) {
    Tag of = new Tag("directory", directory);
    registry.gauge(DISK_FREE, freeBytes::getAsLong, of);
    registry.gauge(DISK, bytes::getAsLong, of);
  }

  /** The counter of the lines of the log with a level, which begins at zero. */
  Counter logLines(String level) {
    return registry.counter(LOG_LINES, new Tag("level", level));
  }

  /** Registers the gauges of the bytes in spool files. */
  public void watchSpool(LongSupplier bytes, long maxBytes) {
    registry.gauge(SPOOL, bytes::getAsLong);
    registry.gauge(MAX_SPOOL, () -> maxBytes);
  }
}
