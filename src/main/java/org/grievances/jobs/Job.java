package org.grievances.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.grievances.batch.Action;
import org.grievances.batch.Undone;
import org.grievances.database.Database;
import org.grievances.item.BodyFormat;
import org.grievances.schema.Author;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/**
 * A job, stored in its target database: {@code nextPart} and the counts change in the transaction
 * that applies a part, so that they always match what is applied.
 */
@Entity
@jakarta.persistence.Table(name = "jobs")
public class Job {
  @Id
  @Column(name = "job_id")
  private String id;

  private String client;

  @Column(name = "user_name")
  private String user;

  @Column(name = "activity_id")
  private String activity;

  @Column(name = "table_name")
  private String table;

  @Enumerated(EnumType.STRING)
  @Column(name = "batch_action")
  private Action action;

  @Enumerated(EnumType.STRING)
  @Column(name = "body_format")
  private BodyFormat format;

  @Column(name = "file_name")
  private String file;

  /** Null for a job that was received before databases had zones, and so is read in UTC. */
  @Column(name = "time_zone")
  private String zone;

  /** The members that are hidden from its client, with blanks between them; null for none. */
  @Column(name = "hidden_members")
  private String hidden;

  @Embedded private JobOptions options;

  @Enumerated(EnumType.STRING)
  @Column(name = "job_state")
  private JobState state;

  @Column(name = "body_bytes")
  private long size;

  private int items;
  private int parts;

  @Column(name = "next_part")
  private int nextPart;

  @Embedded private JobCounts counts = new JobCounts();

  private Instant received;
  private Instant started;
  private Instant ended;

  /** The server that runs it; null when none does. */
  private String server;

  /** Increases while a server receives or runs it. */
  private long heartbeats;

  private String problem;

  /** The id of the job that it takes back; null for all actions but {@link Action#UNDO}. */
  private String undoes;

  /** The id of the last job that takes it back; null if none does. */
  @Column(name = "undone_by")
  private String undoneBy;

  protected Job() {}

  Job(JobRequest request) {
    this.id = UUID.randomUUID().toString();
    this.client = request.author().client();
    this.user = request.author().user();
    this.activity = request.author().activity().toString();
    this.table = request.table().label();
    this.action = request.action();
    this.format = request.format();
    this.file = request.file();
    this.zone = request.zone().getId();
    this.options = new JobOptions(request.options());
    this.hidden = hiddenNow();
    this.state = JobState.RECEIVING;
    this.received = now();
  }

  /** A job that takes back what another one changed. */
  static Job undoing(Job other, Author author, boolean isDryRun) {
    Job job = new Job();
    job.id = UUID.randomUUID().toString();
    job.client = author.client();
    job.user = author.user();
    job.activity = author.activity().toString();
    job.table = other.table;
    job.action = Action.UNDO;
    job.format = BodyFormat.NDJSON;
    job.hidden = hiddenNow();
    job.options = JobOptions.undoing(isDryRun);
    job.undoes = other.id;
    job.items = other.counts.succeeded();
    job.parts = other.nextPart;
    job.queue(0);
    other.undoneBy = isDryRun ? other.undoneBy : job.id;
    return job;
  }

  private static String hiddenNow() {
    Set<String> names = Scope.current().hidden();
    return names.isEmpty() ? null : String.join(" ", names);
  }

  /** The limits that its client had when it was received. */
  Scope scope() {
    return hidden == null ? Scope.ALL : new Scope(Map.of(), Set.of(hidden.split(" ")));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  void queue(long bytes) {
    size = bytes;
    state = JobState.QUEUED;
    received = now();
  }

  void add(int itemsOfPart) {
    parts++;
    items += itemsOfPart;
    heartbeats++;
  }

  void begin(String byServer) {
    state = JobState.IN_PROGRESS;
    server = byServer;
    started = started == null ? now() : started;
    heartbeats++;
  }

  void release() {
    server = null;
  }

  void end(JobState as, String why) {
    state = as;
    problem = why;
    ended = now();
    server = null;
  }

  public String id() {
    return id;
  }

  public boolean isOf(String otherClient) {
    return client.equals(otherClient);
  }

  public String client() {
    return client;
  }

  String user() {
    return user;
  }

  /** The table of the records that it changes. */
  public Table table(Database database) {
    return database.table(table).orElseThrow(JobLostException::new);
  }

  public Action action() {
    return action;
  }

  public BodyFormat format() {
    return format;
  }

  /** The name of the file that it was sent as; null if the sender did not name it. */
  public String file() {
    return file;
  }

  /**
   * The time zone of its date-times without an offset, even if the database has another one now.
   */
  ZoneId zone() {
    return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
  }

  public JobState state() {
    return state;
  }

  public JobOptions options() {
    return options;
  }

  /** Whether so many items have failed that it ends. */
  boolean hasTooManyFailures() {
    return options.endsAt(counts.failed());
  }

  Author author() {
    return new Author(user, client, UUID.fromString(activity));
  }

  /** The size of the body in bytes, uncompressed. */
  public long size() {
    return size;
  }

  public int items() {
    return items;
  }

  int parts() {
    return parts;
  }

  int nextPart() {
    return nextPart;
  }

  public JobCounts counts() {
    return counts;
  }

  public Instant received() {
    return received;
  }

  /** Null before it started. */
  public Instant started() {
    return started;
  }

  /** Null before it ended. */
  public Instant ended() {
    return ended;
  }

  /** Why it failed as a whole; null if it did not. */
  public String problem() {
    return problem;
  }

  /** The id of the job that it takes back; empty for all actions but {@link Action#UNDO}. */
  public Optional<String> undoes() {
    return Optional.ofNullable(undoes);
  }

  /** The id of the last job that takes it back; null if none does. */
  public String undoneBy() {
    return undoneBy;
  }

  /** Its request, whose changes a job takes back. */
  Undone undone() {
    return new Undone(activity, LocalDateTime.ofInstant(received, ZoneOffset.UTC));
  }

  boolean isRunBy(String otherServer) {
    return state == JobState.IN_PROGRESS && otherServer.equals(server);
  }

  boolean isReleased() {
    return state == JobState.IN_PROGRESS && server == null;
  }

  long heartbeats() {
    return heartbeats;
  }

  /** The number of items processed per second since it started; 0 before the first. */
  public double perSecond() {
    if (started == null || counts.read() == 0) {
      return 0;
    }
    Duration taken = Duration.between(started, ended == null ? now() : ended);
    return counts.read() / Math.max(taken.toMillis() / 1000.0, 0.001);
  }
}
