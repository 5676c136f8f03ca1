package org.grievances.jobs;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.activity.CoalescingTrigger;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.ServerState;
import org.grievances.metrics.Metrics;
import org.grievances.settings.JobSettings;

/**
 * Polls each database every few seconds for jobs that wait, or that another server has abandoned,
 * and starts them on this server up to its limit.
 */
@ApplicationScoped
public class JobScheduler {
  private static final Logger LOGGER = Logger.getLogger(JobScheduler.class.getName());
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  @Resource private ManagedExecutorService executor;
  @Inject private BackgroundTasks tasks;
  @Inject private Databases databases;
  @Inject private JobStore store;
  @Inject private IncomingJobs incoming;
  @Inject private JobRunner runner;
  @Inject private ServerState serverState;

  @Inject private JobSettings settings;

  @Inject private Metrics metrics;

  private final String server = UUID.randomUUID().toString();
  private final Map<String, PolledDatabase> polled = new ConcurrentHashMap<>();

  /** The jobs that this server runs. */
  private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();

  private Semaphore slots;

  private record RunningJob(Database database, Job job) {}

  /** The requests to poll a database, and what the polls have seen. */
  private record PolledDatabase(CoalescingTrigger trigger, JobHeartbeats heartbeats) {
    PolledDatabase() {
      this(new CoalescingTrigger(), new JobHeartbeats());
    }
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    slots = new Semaphore(settings.maxRunning());
    metrics.watchJobs(running::size, settings.maxRunning());
    tasks.every(POLL_INTERVAL, "polling the jobs", this::pollAll);
  }

  private void pollAll() {
    if (!serverState.isStopping()) {
      databases.all().stream()
          .filter(Database::isUp)
          .filter(each -> each.hasJobs() || !runningHere(each).isEmpty())
          .forEach(this::poll);
    }
  }

  private PolledDatabase polled(Database database) {
    return polled.computeIfAbsent(database.name(), each -> new PolledDatabase());
  }

  /** Polls a database soon, on another thread. */
  void poll(Database database) {
    PolledDatabase of = polled(database);
    if (of.trigger().request()) {
      executor.execute(
          () -> of.trigger().runUntilNoRequestIsPending(() -> poll(database, of.heartbeats())));
    }
  }

  private void poll(Database database, JobHeartbeats heartbeats) {
    try {
      sendHeartbeats(database);
      List<Job> jobs = store.unfinished(database);
      heartbeats.update(jobs);
      discardIncomplete(database, heartbeats);
      startAll(database, heartbeats, jobs);
      if (heartbeats.isPurgeDue()) {
        purge(database);
      }
      heartbeats.recordSuccess();
    } catch (RuntimeException e) {
      if (heartbeats.recordFailure()) {
        Activity.log(
            LOGGER, Level.WARNING, "The jobs of " + database.name() + " cannot be polled.", e);
      }
    }
  }

  private void sendHeartbeats(Database database) {
    List<String> ids = runningHere(database);
    if (!ids.isEmpty()) {
      store.sendHeartbeats(database, server, ids);
    }
  }

  /** The IDs of the jobs of a database that run on this server. */
  private List<String> runningHere(Database database) {
    return running.stream()
        .filter(each -> each.database().name().equals(database.name()))
        .map(each -> each.job().id())
        .toList();
  }

  private void discardIncomplete(Database database, JobHeartbeats heartbeats) {
    heartbeats
        .unchangedFor(settings.receiveTimeout())
        .filter(job -> job.state() == JobState.RECEIVING)
        .forEach(job -> incoming.discard(database, job));
  }

  private void startAll(Database database, JobHeartbeats heartbeats, List<Job> jobs) {
    boolean mayStart = jobs.stream().anyMatch(job -> job.state().isActive());
    while (mayStart && !serverState.isStopping() && slots.tryAcquire()) {
      mayStart = startNext(database, heartbeats);
    }
  }

  /**
   * Starts the next job, which holds a slot until it ends.
   *
   * @return whether there was one
   */
  private boolean startNext(Database database, JobHeartbeats heartbeats) {
    boolean started = false;
    try {
      Optional<Job> chosen = store.choose(database, server, heartbeats.abandonedJobs());
      chosen.ifPresent(job -> start(database, job));
      started = chosen.isPresent();
      return started;
    } finally {
      if (!started) {
        slots.release();
      }
    }
  }

  private void start(Database database, Job job) {
    RunningJob started = new RunningJob(database, job);
    running.add(started);
    try {
      executor.execute(() -> run(started));
    } catch (RejectedExecutionException e) {
      running.remove(started);
      store.release(database, job.id(), server);
      throw e;
    }
  }

  /** Runs a job, and frees its slot however it ends. */
  private void run(RunningJob started) {
    Database database = started.database();
    try {
      runner.run(database, started.job(), server, serverState::isStopping);
    } catch (RuntimeException | Error e) {
      Activity.log(LOGGER, Level.WARNING, "A job was interrupted; it continues later.", e);
    } finally {
      running.remove(started);
      slots.release();
      polled(database).heartbeats().recordEnd();
      poll(database);
    }
  }

  private void purge(Database database) {
    store
        .endedBefore(database, Instant.now().minus(settings.keep()))
        .forEach(job -> store.remove(database, job));
  }
}
