package org.grievances.security.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.grievances.security.session.EndedSessionsFile.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a server still knows of ended sessions after a restart. */
class EndedSessionsFileTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  @TempDir private Path directory;

  private EndedSessionsFile file() {
    return new EndedSessionsFile(directory.resolve("sessions"), RETENTION);
  }

  private static Ended ended(String id, Duration ago) {
    return new Ended(Instant.now().minus(ago), "alpha", id);
  }

  @Test
  void sessionsAreKnownAfterARestartUntilTheyAreTooOld() {
    Ended recent = ended("recent", Duration.ofDays(29));
    assertEquals(List.of(), file().load());
    file().add(List.of(ended("old", Duration.ofDays(31)), recent));
    Ended now = ended("now", Duration.ZERO);
    file().add(List.of(now));
    assertEquals(List.of(recent, now), file().load());
    assertEquals(List.of(recent, now), file().load());
  }

  @Test
  void lineThatWasCutOffIsLeftOut() throws IOException {
    Ended whole = ended("whole", Duration.ZERO);
    file().add(List.of(whole));
    Files.writeString(
        directory.resolve("sessions/ended-sessions"), "2026-11-2", StandardOpenOption.APPEND);
    assertEquals(List.of(whole), file().load());
  }

  @Test
  void directoryThatCannotBeCreatedEndsNoRequest() throws IOException {
    Files.writeString(directory.resolve("sessions"), "a file");
    EndedSessionsFile file = file();
    file.add(List.of(ended("a", Duration.ZERO)));
    assertEquals(List.of(), file.load());
  }
}
