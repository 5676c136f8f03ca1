package org.grievances.jobs;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.grievances.batch.MultiStatus;
import org.grievances.batch.Outcome;
import org.grievances.database.Database;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.Claim;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.part.Part;

/** The jobs of a database, stored there; each method is a transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JobStore {
  /** The name that is claimed while a job is chosen, so that two servers do not choose the same. */
  private static final String CHOOSING = "jobs";

  private static final String EXISTS = "SELECT 1 FROM jobs WHERE job_id = ?";

  @Inject private Event<JobEnded> ended;

  static Optional<Job> locked(EntityManager entities, String id) {
    return Optional.ofNullable(entities.find(Job.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** A job that was received completely. */
  public Optional<Job> find(Database database, String id) {
    return database.within(
        entities ->
            Optional.ofNullable(entities.find(Job.class, id))
                .filter(job -> job.state() != JobState.RECEIVING));
  }

  /**
   * A page of jobs, latest first, with their total count.
   *
   * @param client the owner of the jobs; empty for the jobs of all clients
   */
  public Found list(Database database, Optional<String> client, long offset, int size) {
    String of = client.isEmpty() ? "" : "j.client = :client AND ";
    return database.within(
        entities -> {
          TypedQuery<Job> jobs =
              entities.createQuery(
                  "SELECT j FROM Job j WHERE "
                      + of
                      + "j.state <> :receiving"
                      + " ORDER BY j.received DESC, j.id",
                  Job.class);
          TypedQuery<Long> count =
              entities.createQuery(
                  "SELECT COUNT(j) FROM Job j WHERE " + of + "j.state <> :receiving", Long.class);
          // JPA counts to no more; so many jobs there are never.
          int first = (int) Math.min(offset, Integer.MAX_VALUE);
          return new Found(
              of(jobs, client).setFirstResult(first).setMaxResults(size).getResultList(),
              of(count, client).getSingleResult());
        });
  }

  private static <T> TypedQuery<T> of(TypedQuery<T> query, Optional<String> client) {
    client.ifPresent(name -> query.setParameter("client", name));
    return query.setParameter("receiving", JobState.RECEIVING);
  }

  /** A page of jobs, and the total count. */
  public record Found(List<Job> jobs, long count) {}

  /** The jobs that have not ended, oldest first. */
  public List<Job> unfinished(Database database) {
    return database.within(JobStore::unfinished);
  }

  private static List<Job> unfinished(EntityManager entities) {
    return entities
        .createQuery(
            "SELECT j FROM Job j WHERE j.ended IS NULL ORDER BY j.received, j.id", Job.class)
        .getResultList();
  }

  /**
   * Assigns a job to a server: one that another server has abandoned, or the oldest that waits. The
   * jobs of a client run one after the other, as they were sent.
   *
   * @param abandoned the jobs without heartbeats, as they were seen
   */
  public Optional<Job> choose(Database database, String server, Collection<Job> abandoned) {
    try (UnitOfWork unitOfWork = database.join()) {
      if (unitOfWork.claim(CHOOSING, EXISTS) == Claim.TAKEN) {
        return Optional.empty();
      }
      return unitOfWork.with(
          entities -> {
            JobChoice choice = new JobChoice(unfinished(entities), database.maxJobs());
            Optional<Job> chosen = choice.abandoned(abandoned).or(choice::next);
            chosen.ifPresent(job -> job.begin(server));
            return chosen;
          });
    } catch (SQLException e) {
      throw database.failure(SqlErrorKind.of(e), e);
    }
  }

  /** Shows to other servers that jobs are not abandoned. */
  public void sendHeartbeats(Database database, String server, Collection<String> ids) {
    database.within(
        entities ->
            entities
                .createQuery(
                    "UPDATE Job j SET j.heartbeats = j.heartbeats + 1 WHERE j.id IN :ids AND j.server = :server")
                .setParameter("ids", ids)
                .setParameter("server", server)
                .executeUpdate());
  }

  /** A part of a job's body; in a job that takes another one back, the keys of what that did. */
  public Part part(Database database, Job job, int number) {
    return job.undoes()
        .map(id -> done(database, job, id, number))
        .orElseGet(() -> sent(database, job, number));
  }

  /** The keys of the items of a part that have not failed. */
  private Part done(Database database, Job job, String other, int number) {
    String key = job.table(database).keyField().name();
    List<Object> keys =
        outcomes(database, other, number)
            .orElseThrow(JobLostException::new)
            .outcomes(key)
            .outcomes()
            .stream()
            .filter(outcome -> !outcome.isFailure())
            .map(Outcome::key)
            .toList();
    return Part.ofKeys(key, keys);
  }

  private static Part sent(Database database, Job job, int number) {
    return database.within(
        entities ->
            Optional.ofNullable(entities.find(StoredPart.class, new PartId(job.id(), number)))
                .orElseThrow(JobLostException::new)
                .part(job.format()));
  }

  /** The outcomes of a part; empty before it is applied. */
  public Optional<StoredOutcomes> outcomes(Database database, String job, int number) {
    return database.within(
        entities ->
            Optional.ofNullable(entities.find(StoredOutcomes.class, new PartId(job, number))));
  }

  /** The numbers of the applied parts with failed items. */
  public List<Integer> partsWithFailures(Database database, Job job) {
    return database.within(
        entities ->
            entities
                .createQuery(
                    "SELECT o.number FROM StoredOutcomes o WHERE o.job = :job AND o.failed > 0"
                        + " AND o.number < :next ORDER BY o.number",
                    Integer.class)
                .setParameter("job", job.id())
                .setParameter("next", job.nextPart())
                .getResultList());
  }

  /** Saves the checkpoint of a dry run, which has no transaction of its own to save it in. */
  public void keep(Database database, Checkpoint checkpoint, MultiStatus outcomes) {
    database.within(entities -> checkpoint.keep(entities, outcomes));
  }

  /** Releases a job, so that another server can run it. */
  public void release(Database database, String id, String server) {
    database.within(
        entities -> {
          locked(entities, id).filter(job -> job.isRunBy(server)).ifPresent(Job::release);
          return null;
        });
  }

  /**
   * Ends a job that a server runs.
   *
   * @param problem why it failed; null if it did not
   */
  public void end(Database database, String id, String server, JobState as, String problem) {
    database.within(
        entities -> {
          locked(entities, id)
              .filter(job -> job.isRunBy(server))
              .ifPresent(job -> end(database, entities, job, as, problem));
          return null;
        });
  }

  private void end(
      Database database, EntityManager entities, Job job, JobState as, String problem) {
    job.end(as, problem);
    ended.fire(new JobEnded(database, job, entities));
  }

  /**
   * Cancels a job.
   *
   * @throws FailureException {@code CONFLICT} if it has ended otherwise
   */
  public void cancel(Database database, String id) {
    database.within(
        entities -> {
          Job job = locked(entities, id).orElseThrow(JobLostException::new);
          if (job.state().isActive()) {
            end(database, entities, job, JobState.CANCELLED, null);
          } else if (job.state() != JobState.CANCELLED) {
            throw new FailureException(ProblemType.CONFLICT, "The job has ended already.");
          }
          return null;
        });
  }

  /** Removes a job with its body and its outcomes. */
  public void remove(Database database, String id) {
    database.within(
        entities -> {
          remove(entities, id);
          return null;
        });
  }

  static void remove(EntityManager entities, String id) {
    for (String all :
        List.of("StoredOutcomes o WHERE o.job", "StoredPart o WHERE o.job", "Job o WHERE o.id")) {
      entities.createQuery("DELETE FROM " + all + " = :id").setParameter("id", id).executeUpdate();
    }
  }

  /** The jobs that ended before a time, except for those that another job takes back. */
  public List<String> endedBefore(Database database, Instant time) {
    return database.within(
        entities ->
            entities
                .createQuery(
                    "SELECT j.id FROM Job j WHERE j.ended < :time"
                        + " AND NOT EXISTS (SELECT u FROM Job u WHERE u.undoes = j.id)",
                    String.class)
                .setParameter("time", time)
                .getResultList());
  }
}
