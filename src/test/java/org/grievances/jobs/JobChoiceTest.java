package org.grievances.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.grievances.batch.Action;
import org.grievances.batch.Batch;
import org.grievances.batch.Only;
import org.grievances.grievance.Grievance;
import org.grievances.item.BodyFormat;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Author;
import org.junit.jupiter.api.Test;

class JobChoiceTest {
  private static final Batch.Options OPTIONS =
      new Batch.Options(false, false, false, Only.ANY, OptionalInt.empty(), Members.LENIENT);

  private static Job queued(String client) {
    Author author = new Author("user", client, UUID.randomUUID());
    Job job =
        new Job(
            new JobRequest(
                Action.PUT,
                Grievance.TABLE,
                BodyFormat.CSV,
                null,
                ZoneOffset.UTC,
                OPTIONS,
                author));
    job.queue(1);
    return job;
  }

  private static Job running(String client) {
    Job job = queued(client);
    job.begin("server");
    return job;
  }

  @Test
  void theOldestThatWaitsIsNext() {
    Job oldest = queued("a");
    assertEquals(Optional.of(oldest), new JobChoice(List.of(oldest, queued("b")), 2).next());
  }

  @Test
  void aClientWaitsForItsOwnJobOnly() {
    Job other = queued("b");
    assertEquals(
        Optional.of(other),
        new JobChoice(List.of(running("a"), queued("a"), other, queued("a")), 2).next());
    assertEquals(Optional.empty(), new JobChoice(List.of(running("a"), queued("a")), 2).next());
  }

  @Test
  void noMoreRunThanMay() {
    assertEquals(
        Optional.empty(),
        new JobChoice(List.of(running("a"), running("b"), queued("c")), 2).next());
  }

  @Test
  void jobBeingReceivedDoesNotRun() {
    Author author = new Author("user", "a", UUID.randomUUID());
    Job received =
        new Job(
            new JobRequest(
                Action.PUT,
                Grievance.TABLE,
                BodyFormat.CSV,
                null,
                ZoneOffset.UTC,
                OPTIONS,
                author));
    assertEquals(Optional.empty(), new JobChoice(List.of(received), 2).next());
  }

  @Test
  void aJobThatItsServerHasReleasedIsTakenOver() {
    Job released = running("a");
    released.release();
    assertEquals(
        Optional.of(released),
        new JobChoice(List.of(running("b"), released), 2).abandoned(List.of()));
  }

  @Test
  void aJobThatShowsSignsOfLifeIsLeftAlone() {
    Job job = running("a");
    assertEquals(Optional.of(job), new JobChoice(List.of(job), 2).abandoned(List.of(job)));
    assertEquals(Optional.empty(), new JobChoice(List.of(job), 2).abandoned(List.of(running("a"))));
  }
}
