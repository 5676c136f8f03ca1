package org.grievances.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.junit.jupiter.api.Test;

/** Tests that a stream can be read within its time limit only. */
class TimedStreamTest {

  @Test
  void allBytesAreReadInOrder() throws IOException {
    byte[] bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    TimedStream stream = new TimedStream(new ByteArrayInputStream(bytes), Duration.ofMinutes(1));
    assertArrayEquals(bytes, stream.readAllBytes());
  }

  @Test
  void readingAfterTheTimeLimitFails() {
    TimedStream stream = new TimedStream(new ByteArrayInputStream(new byte[1]), Duration.ZERO);
    FailureException problem =
        assertThrows(FailureException.class, () -> stream.read(new byte[10]));
    assertEquals(ProblemType.REQUEST_TIMEOUT, problem.type());
  }
}
