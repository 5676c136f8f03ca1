package org.grievances.jobs;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import org.grievances.batch.Action;
import org.grievances.batch.MultiStatus;
import org.grievances.batch.Outcome;
import org.grievances.batch.ReplayGuard;
import org.grievances.database.UnitOfWork;

/**
 * Records that a part of a job is applied and stores its outcomes, if its server still runs the job
 * and no other has applied the part.
 *
 * @param number of the part
 */
record Checkpoint(Job job, int number, String server) implements ReplayGuard {
  private static final String ADVANCE =
      "UPDATE Job j SET j.nextPart = j.nextPart + 1, j.heartbeats = j.heartbeats + 1, j.counts.read = j.counts.read + :read,"
          + " j.counts.created = j.counts.created + :created, j.counts.updated = j.counts.updated + :updated,"
          + " j.counts.deleted = j.counts.deleted + :deleted, j.counts.reversed = j.counts.reversed + :reversed,"
          + " j.counts.kept = j.counts.kept + :kept, j.counts.failed = j.counts.failed + :failed WHERE j.id = :id"
          + " AND j.nextPart = :number AND j.server = :server AND j.state = :state";

  @Override
  public Optional<MultiStatus> find(UnitOfWork unitOfWork, String keyName) {
    return Optional.empty();
  }

  /**
   * @throws JobLostException if the server no longer runs the job
   */
  @Override
  public void keep(UnitOfWork unitOfWork, MultiStatus outcomes) throws SQLException {
    unitOfWork.with(entities -> keep(entities, outcomes));
  }

  Void keep(EntityManager entities, MultiStatus outcomes) {
    int failed = count(outcomes, Outcome::isFailure);
    int succeeded = count(outcomes, outcome -> outcome.status() == 200);
    int kept = count(outcomes, outcome -> outcome.status() == 412);
    int advanced =
        entities
            .createQuery(ADVANCE)
            .setParameter("read", outcomes.outcomes().size())
            .setParameter("created", count(outcomes, outcome -> outcome.status() == 201))
            .setParameter("updated", job.action() == Action.PUT ? succeeded : 0)
            .setParameter("deleted", job.action() == Action.DELETE ? succeeded : 0)
            .setParameter("reversed", job.action() == Action.UNDO ? succeeded : 0)
            .setParameter("kept", job.action() == Action.UNDO ? kept : 0)
            .setParameter("failed", failed)
            .setParameter("id", job.id())
            .setParameter("number", number)
            .setParameter("server", server)
            .setParameter("state", JobState.IN_PROGRESS)
            .executeUpdate();
    if (advanced == 0) {
      throw new JobLostException();
    }
    entities.persist(new StoredOutcomes(job.id(), number, failed, outcomes));
    return null;
  }

  private static int count(MultiStatus outcomes, Predicate<Outcome> kind) {
    return (int) outcomes.outcomes().stream().filter(kind).count();
  }
}
