package org.grievances.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.body.StreamedBody;
import org.grievances.database.Database;
import org.grievances.database.ServerState;
import org.grievances.failure.FailureException;
import org.grievances.failure.RetryPolicy;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;
import org.grievances.item.part.BodySplitter;
import org.grievances.item.part.Part;
import org.grievances.schema.Author;

/** Receives jobs: stores their bodies in the target database, part by part as they arrive. */
@ApplicationScoped
public class JobReceiver {
  private static final Logger LOGGER = Logger.getLogger(JobReceiver.class.getName());

  /** Together they take about half a minute while the database cannot be used. */
  private static final RetryPolicy RETRIES = JobRetries.of(failure -> 4);

  @Inject private IncomingJobs incoming;
  @Inject private ServerState serverState;
  @Inject private JobScheduler scheduler;

  /**
   * Receives a job to the end of its body and queues it.
   *
   * @param idempotent begins the request after its body is read
   * @return the key of the job, and its state as it was then
   */
  public RequestResult receive(
      Database database,
      JobRequest request,
      BodySplitter splitter,
      StreamedBody body,
      Supplier<IdempotentRequest> idempotent) {
    Job job = new Job(request);
    incoming.receive(database, job);
    try {
      splitter.split(body, part -> add(database, job, part));
      job.queue(body.size());
      try (IdempotentRequest once = idempotent.get()) {
        return incoming.queue(database, job, once, new JobData(job));
      }
    } finally {
      discard(database, job);
      scheduler.poll(database);
    }
  }

  /**
   * Queues a job that takes back what another one changed.
   *
   * @return the key of the job, and its state as it was then
   * @throws FailureException see {@link JobStore#undo}
   */
  public RequestResult undo(
      Database database, Job job, Author author, boolean isDryRun, IdempotentRequest request) {
    RequestResult queued = incoming.undo(database, job.id(), author, isDryRun, request);
    scheduler.poll(database);
    return queued;
  }

  /** Tries several times, since a large part of the body may have been received already. */
  private void add(Database database, Job job, Part part) {
    RETRIES.run(
        attempt -> {
          incoming.add(database, job, part);
          return null;
        },
        serverState::isStopping);
    job.add(part.items());
  }

  /** Discards the job unless it was queued. If this fails too, it is removed later. */
  private void discard(Database database, Job job) {
    try {
      incoming.discard(database, job);
    } catch (RuntimeException e) {
      Activity.log(LOGGER, Level.FINE, "What was received of a job is removed later.", e);
    }
  }
}
