package org.grievances.jobs;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
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
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.activity.Activity;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.ServerState;
import org.grievances.metrics.Metrics;

/**
 * Looks every few seconds in each database for jobs that wait, or that another server has left, and
 * starts them on this server as long as it has room.
 */
@ApplicationScoped
public class JobScheduler {
  private static final Logger LOGGER = Logger.getLogger(JobScheduler.class.getName());
  private static final long SECONDS_BETWEEN_LOOKS = 5;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private Databases databases;
  @Inject private JobStore store;
  @Inject private JobRunner runner;
  @Inject private ServerState serverState;

  @Inject
  @ConfigProperty(name = "grievances.jobs.max-running")
  private int maxRunning;

  @Inject
  @ConfigProperty(name = "grievances.jobs.keep")
  private Duration kept;

  @Inject
  @ConfigProperty(name = "grievances.jobs.receive-timeout")
  private Duration receiveTimeout;

  @Inject private Metrics metrics;

  private final String server = UUID.randomUUID().toString();
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  /** The jobs that this server runs. */
  private final Set<RunningJob> running = ConcurrentHashMap.newKeySet();

  private Semaphore room;
  private Future<?> repeated;

  private record RunningJob(Database database, Job job) {}

  void begin(@Observes @Initialized(ApplicationScoped.class) Object start) {
    room = new Semaphore(maxRunning);
    metrics.watchJobs(running::size, maxRunning);
    repeated =
        executor.scheduleWithFixedDelay(
            this::lookAtAll, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
  }

  private void lookAtAll() {
    if (!serverState.isStopping()) {
      databases.all().stream()
          .filter(Database::isUp)
          .filter(each -> each.hasJobs() || !ours(each).isEmpty())
          .forEach(this::look);
    }
  }

  private Watch watch(Database database) {
    return watches.computeIfAbsent(database.name(), each -> new Watch());
  }

  /** Looks at a database soon, on a thread of its own. */
  void look(Database database) {
    Watch watch = watch(database);
    if (watch.request()) {
      executor.execute(() -> watch.answer(() -> look(database, watch)));
    }
  }

  private void look(Database database, Watch watch) {
    try {
      beat(database);
      List<Job> jobs = store.notEnded(database);
      watch.see(jobs);
      discardBroken(database, watch);
      startAll(database, watch, jobs);
      if (watch.isPurgeDue()) {
        purge(database);
      }
      watch.worked();
    } catch (RuntimeException failed) {
      if (watch.failed()) {
        Activity.log(
            LOGGER, Level.WARNING, "The jobs of " + database.name() + " cannot be seen.", failed);
      }
    }
  }

  private void beat(Database database) {
    List<String> ours = ours(database);
    if (!ours.isEmpty()) {
      store.beat(database, server, ours);
    }
  }

  /** The jobs of a database that this server runs. */
  private List<String> ours(Database database) {
    return running.stream()
        .filter(each -> each.database().name().equals(database.name()))
        .map(each -> each.job().id())
        .toList();
  }

  private void discardBroken(Database database, Watch watch) {
    watch
        .unchangedFor(receiveTimeout)
        .filter(job -> job.state() == JobState.RECEIVING)
        .forEach(job -> store.discard(database, job));
  }

  private void startAll(Database database, Watch watch, List<Job> jobs) {
    boolean mayStart = jobs.stream().anyMatch(job -> job.state().isActive());
    while (mayStart && !serverState.isStopping() && room.tryAcquire()) {
      mayStart = startNext(database, watch);
    }
  }

  /** Whether there was one; it has the room until it ends. */
  private boolean startNext(Database database, Watch watch) {
    boolean started = false;
    try {
      Optional<Job> chosen = store.choose(database, server, watch.left());
      chosen.ifPresent(job -> start(database, job));
      started = chosen.isPresent();
      return started;
    } finally {
      if (!started) {
        room.release();
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

  /** Makes room for another job however this one ends. */
  private void run(RunningJob started) {
    Database database = started.database();
    try {
      runner.run(database, started.job(), server, serverState::isStopping);
    } catch (RuntimeException | Error e) {
      Activity.log(LOGGER, Level.WARNING, "A job was left; it goes on later.", e);
    } finally {
      running.remove(started);
      room.release();
      watch(database).end();
      look(database);
    }
  }

  private void purge(Database database) {
    store
        .endedBefore(database, Instant.now().minus(kept))
        .forEach(job -> store.remove(database, job));
  }

  @PreDestroy
  void stop() {
    repeated.cancel(true);
  }
}
