package org.grievances.jobs;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;
import org.grievances.item.part.Part;
import org.grievances.json.Data;
import org.grievances.schema.Author;
import org.grievances.settings.JobSettings;

/** Stores jobs that come in until they are queued; each method is a transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class IncomingJobs {
  @Inject private JobSettings settings;

  /**
   * Begins to receive a job.
   *
   * @throws FailureException {@code OVERLOADED} if too many jobs of its client wait or run
   */
  public void receive(Database database, Job job) {
    database.within(
        entities -> {
          checkLimit(entities, job.client());
          entities.persist(job);
          return null;
        });
  }

  private void checkLimit(EntityManager entities, String client) {
    long active =
        entities
            .createQuery(
                "SELECT COUNT(j) FROM Job j WHERE j.client = :client AND j.ended IS NULL",
                Long.class)
            .setParameter("client", client)
            .getSingleResult();
    if (active >= settings.maxPerClient()) {
      throw FailureException.overloaded(
          "This client already has " + active + " unfinished jobs in this database, the maximum.");
    }
  }

  /**
   * Queues a job that takes back what another one changed.
   *
   * @param id of the other one
   * @return what the request is answered with: the response to an earlier request if it was sent
   *     again, and then no job is queued
   * @throws FailureException {@code CONFLICT} if the other one has not ended, changed nothing
   *     because it was a dry run, or is being taken back already; {@code OVERLOADED} if too many
   *     jobs of the client wait or run
   */
  public RequestResult undo(
      Database database, String id, Author author, boolean isDryRun, IdempotentRequest request) {
    try (UnitOfWork unitOfWork = database.join()) {
      Optional<RequestResult> first = request.find(unitOfWork);
      if (first.isPresent()) {
        return first.get();
      }
      Job job = unitOfWork.with(entities -> undo(entities, id, author, isDryRun));
      RequestResult result = new RequestResult(job.id(), new JobData(job));
      request.keep(unitOfWork, result);
      return result;
    } catch (SQLException e) {
      throw database.failure(SqlErrorKind.of(e), e);
    }
  }

  private Job undo(EntityManager entities, String id, Author author, boolean isDryRun) {
    Job other = JobStore.locked(entities, id).orElseThrow(JobLostException::new);
    if (other.state().isActive()) {
      throw conflict("The job has not ended. Cancel it, or wait for its end.");
    }
    if (other.options().isDryRun()) {
      throw conflict("The job was a dry run, which changed nothing.");
    }
    Optional.ofNullable(other.undoneBy())
        .map(last -> entities.find(Job.class, last))
        .filter(last -> last.state().isActive())
        .ifPresent(
            last -> {
              throw conflict("Job " + last.id() + " is taking it back already.");
            });
    checkLimit(entities, author.client());
    Job job = Job.undoing(other, author, isDryRun);
    entities.persist(job);
    return job;
  }

  private static FailureException conflict(String detail) {
    return new FailureException(ProblemType.CONFLICT, detail);
  }

  /**
   * Adds a part to a job that is being received, unless it was added already.
   *
   * @param job without the part
   */
  public void add(Database database, Job job, Part part) {
    database.within(
        entities -> {
          Job stored = JobStore.locked(entities, job.id()).orElseThrow(JobLostException::new);
          if (stored.parts() == job.parts()) {
            entities.persist(new StoredPart(job.id(), job.parts(), part));
            stored.add(part.items());
          }
          return null;
        });
  }

  /**
   * Queues a job that was received.
   *
   * @param job as it is to be stored
   * @param answer the response to the request
   * @return what the request is answered with: the response to an earlier request if it was sent
   *     again, and then the job is not queued
   */
  public RequestResult queue(Database database, Job job, IdempotentRequest request, Data answer) {
    try (UnitOfWork unitOfWork = database.join()) {
      Optional<RequestResult> first = request.find(unitOfWork);
      if (first.isPresent()) {
        return first.get();
      }
      RequestResult result = new RequestResult(job.id(), answer);
      request.keep(unitOfWork, result);
      unitOfWork.with(
          entities -> {
            JobStore.locked(entities, job.id())
                .orElseThrow(JobLostException::new)
                .queue(job.size());
            return null;
          });
      return result;
    } catch (SQLException e) {
      throw database.failure(SqlErrorKind.of(e), e);
    }
  }

  /** Removes a job that was not received completely. */
  public void discard(Database database, Job job) {
    database.within(
        entities -> {
          JobStore.locked(entities, job.id())
              .filter(stored -> stored.state() == JobState.RECEIVING)
              .ifPresent(stored -> JobStore.remove(entities, stored.id()));
          return null;
        });
  }
}
