package org.grievances.jobs;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.RequestCounter;
import org.grievances.batch.Batch;
import org.grievances.batch.BatchRunner;
import org.grievances.batch.MultiStatus;
import org.grievances.batch.Undone;
import org.grievances.database.Database;
import org.grievances.failure.FailureException;
import org.grievances.failure.Pause;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RetryPolicy;
import org.grievances.item.part.Part;
import org.grievances.metrics.Metrics;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/**
 * Runs a job: applies its parts one after the other, each with its checkpoint in one transaction.
 * Waits while the limits of concurrent requests are reached, and pauses after each part for as long
 * as it took while other requests arrive, so that these are hardly slowed down.
 */
@ApplicationScoped
public class JobRunner {
  private static final Logger LOGGER = Logger.getLogger(JobRunner.class.getName());

  /** The maximum number of attempts at a part. */
  private static final int ATTEMPTS = 11;

  /** The maximum while the database cannot be used; the job continues once it can. */
  private static final int ATTEMPTS_WITHOUT_DATABASE = 4;

  private static final RetryPolicy RETRIES =
      JobRetries.of(
          e -> isFor(ProblemType.DATABASE_UNAVAILABLE, e) ? ATTEMPTS_WITHOUT_DATABASE : ATTEMPTS);

  /** Waits for a free slot, however long that takes. */
  private static final RetryPolicy UNTIL_ADMITTED =
      RetryPolicy.of(e -> isFor(ProblemType.OVERLOADED, e), Integer.MAX_VALUE)
          .withDelay((e, attempt) -> Duration.ofSeconds(1));

  private static final String TOO_MANY_FAILURES =
      "%d items failed, at least as many as maxFailures says. What was applied of the first %d items"
          + " stays; the others were not tried.";

  @Inject private JobStore store;
  @Inject private BatchRunner batches;
  @Inject private RequestCounter requestCounter;
  @Inject private Metrics metrics;

  /**
   * Runs a job to its end, or until the server stops; then another server continues.
   *
   * @param server that runs it
   * @throws FailureException if the database cannot be used; the job stays as it is
   */
  public void run(Database database, Job job, String server, BooleanSupplier stopping) {
    Activity.begin(job.author().activity());
    job.scope().begin();
    try {
      runUntilStopped(database, job, server, stopping);
    } catch (JobLostException e) {
      Activity.log(LOGGER, Level.INFO, "The job was cancelled, or runs on another server now.");
    } finally {
      Scope.end();
      Activity.end();
    }
  }

  private void runUntilStopped(
      Database database, Job job, String server, BooleanSupplier stopping) {
    RetryPolicy.Task<Boolean, RuntimeException> step =
        attempt -> applyNext(database, current(database, job, server), server, stopping);
    try {
      boolean isUnfinished = true;
      while (isUnfinished && !stopping.getAsBoolean()) {
        isUnfinished = RETRIES.run(attempt -> UNTIL_ADMITTED.run(step, stopping), stopping);
      }
      if (isUnfinished) {
        store.release(database, job.id(), server);
      }
    } catch (FailureException | EJBException e) {
      if (stopping.getAsBoolean()) {
        store.release(database, job.id(), server);
      } else if (isFor(ProblemType.DATABASE_UNAVAILABLE, e)) {
        throw e;
      } else {
        fail(database, job, server, e);
      }
    }
  }

  /** Reads the job again, since another server or a failed attempt may have applied a part. */
  private Job current(Database database, Job job, String server) {
    return store
        .find(database, job.id())
        .filter(found -> found.isRunBy(server))
        .orElseThrow(JobLostException::new);
  }

  /**
   * Applies the next part, or ends the job after the last one.
   *
   * @return whether the job is unfinished
   */
  private boolean applyNext(Database database, Job job, String server, BooleanSupplier stopping) {
    if (job.nextPart() == job.parts()) {
      end(database, job, server, JobState.COMPLETED, null);
      return false;
    }
    if (job.hasTooManyFailures()) {
      end(
          database,
          job,
          server,
          JobState.FAILED,
          TOO_MANY_FAILURES.formatted(job.counts().failed(), job.counts().read()));
      return false;
    }
    long start = System.nanoTime();
    long requests = requestCounter.requests();
    apply(database, job, server);
    if (requestCounter.requests() > requests) {
      Pause.of(JobRetries.atMost(Duration.ofNanos(System.nanoTime() - start)), stopping);
    }
    return true;
  }

  private void apply(Database database, Job job, String server) {
    Table table = job.action().table(job.table(database));
    Part part = store.part(database, job, job.nextPart());
    Checkpoint checkpoint = new Checkpoint(job, job.nextPart(), server);
    Batch.Options options = job.options().ofPart();
    MultiStatus outcomes =
        batches
            .run(
                new Batch(
                    job.action(),
                    table,
                    database,
                    part.source(table, job.action().members(options), job.zone()),
                    job.author(),
                    checkpoint,
                    options,
                    undone(database, job)))
            .outcomes();
    if (job.options().isDryRun()) {
      store.keep(database, checkpoint, outcomes);
    } else {
      metrics.batch(
          database.name(),
          table.label(),
          job.action().label(),
          job.action().count(outcomes.outcomes()));
    }
  }

  private Undone undone(Database database, Job job) {
    return job.undoes()
        .map(id -> store.find(database, id).orElseThrow(JobLostException::new).undone())
        .orElse(null);
  }

  private static boolean isFor(ProblemType reason, Exception failed) {
    return failed instanceof FailureException failure && failure.type() == reason;
  }

  private void fail(Database database, Job job, String server, RuntimeException why) {
    Activity.log(LOGGER, Level.WARNING, "A job failed.", why);
    String problem =
        why instanceof FailureException failure ? failure.getMessage() : "An unexpected error.";
    end(database, job, server, JobState.FAILED, problem);
  }

  private void end(Database database, Job job, String server, JobState as, String problem) {
    store.end(database, job.id(), server, as, problem);
    metrics.jobEnded(database.name(), as.label().toLowerCase(Locale.ROOT));
  }
}
