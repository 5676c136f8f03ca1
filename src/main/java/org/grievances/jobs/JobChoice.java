package org.grievances.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses which job of a database runs next.
 *
 * @param jobs that have not ended, oldest first
 * @param max the maximum number of concurrent jobs
 */
record JobChoice(List<Job> jobs, int max) {

  /**
   * A running job that its server has released, or abandoned: it has no new heartbeats since it was
   * seen.
   */
  Optional<Job> abandoned(Collection<Job> seen) {
    return jobs.stream()
        .filter(job -> job.isReleased() || seen.stream().anyMatch(old -> isUnchanged(job, old)))
        .findFirst();
  }

  private static boolean isUnchanged(Job now, Job old) {
    return now.state() == JobState.IN_PROGRESS
        && now.id().equals(old.id())
        && now.heartbeats() == old.heartbeats();
  }

  /** The oldest job that waits, of a client that has none running. */
  Optional<Job> next() {
    List<Job> running = jobs.stream().filter(job -> job.state() == JobState.IN_PROGRESS).toList();
    Set<String> clients = running.stream().map(Job::client).collect(Collectors.toSet());
    return running.size() >= max
        ? Optional.empty()
        : jobs.stream()
            .filter(job -> job.state() == JobState.QUEUED && !clients.contains(job.client()))
            .findFirst();
  }
}
