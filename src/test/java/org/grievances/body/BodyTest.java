package org.grievances.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that request bodies can be read repeatedly, and the limits of their memory and files. */
class BodyTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final Spool UNLIMITED = new Spool(Long.MAX_VALUE, Long.MAX_VALUE);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Body receive(byte[] sent, long maxBytes, Spool spool) throws IOException {
    return receive(new ByteArrayInputStream(sent), maxBytes, spool.share("c"));
  }

  private static Body receive(InputStream in, long maxBytes, Spool.Share share) throws IOException {
    Body body = new Body(share);
    try {
      body.receive(in, maxBytes);
      return body;
    } catch (Throwable e) {
      body.close();
      throw e;
    }
  }

  /** Counts the spool files that still have a name in the directory. */
  private static long namedSpoolFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("batch-")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8 * MEBIBYTE, 8 * MEBIBYTE + 1, 20 * MEBIBYTE})
  void aReceivedBodyCanBeReadSeveralTimes(int length) throws IOException {
    byte[] sent = bytes(length);
    try (Body body = receive(sent, length, UNLIMITED)) {
      for (int time = 0; time < 3; time++) {
        try (InputStream in = body.open()) {
          assertArrayEquals(sent, in.readAllBytes());
        }
      }
      assertEquals(0, namedSpoolFiles());
    }
  }

  private static void checkFits(Spool spool, long bytes) {
    try (Spool.Share share = spool.share("c")) {
      share.check(bytes);
    }
  }

  @Test
  void aSmallBodyIsWrittenToAFileWhenOtherBodiesUseUpTheHeapLimit() throws IOException {
    byte[] sent = bytes(100_000);
    long share = Runtime.getRuntime().maxMemory() / 16;
    List<Body> others = new ArrayList<>();
    try {
      for (long left = share; left > 0; left -= 8 * MEBIBYTE) {
        others.add(receive(new byte[(int) Math.min(left, 8 * MEBIBYTE)], share, UNLIMITED));
      }
      Spool spool = new Spool(2 * sent.length, 2 * sent.length);
      try (Body body = receive(sent, share, spool)) {
        assertThrows(FailureException.class, () -> checkFits(spool, sent.length + 1));
        assertArrayEquals(sent, body.open().readAllBytes());
        body.open().close();
        assertArrayEquals(sent, body.open().readAllBytes());
      }
      checkFits(spool, 2 * sent.length);
    } finally {
      others.forEach(Body::close);
    }
  }

  @Test
  void bodiesInFilesAreLimitedPerClientAndInTotal() throws IOException {
    Spool spool = new Spool(30 * MEBIBYTE, 10 * MEBIBYTE);
    List<Body> bodies = new ArrayList<>();
    try {
      for (String client : List.of("one", "two", "three")) {
        bodies.add(receive(client, spool));
        checkOverloaded(client, spool);
        checkOverloaded(client, spool);
      }
      checkOverloaded("four", spool);
    } finally {
      bodies.forEach(Body::close);
    }
    receive("four", spool).close();
  }

  private static Body receive(String client, Spool spool) throws IOException {
    byte[] sent = new byte[9 * MEBIBYTE];
    return receive(new ByteArrayInputStream(sent), sent.length, spool.share(client));
  }

  private static void checkOverloaded(String client, Spool spool) {
    FailureException problem = assertThrows(FailureException.class, () -> receive(client, spool));
    assertEquals(ProblemType.OVERLOADED, problem.type());
  }

  @Test
  void aBodyAboveTheLimitOfAClientIsTooLarge() {
    Spool spool = new Spool(30 * MEBIBYTE, 8 * MEBIBYTE);
    byte[] sent = bytes(9 * MEBIBYTE);
    FailureException problem =
        assertThrows(FailureException.class, () -> receive(sent, sent.length, spool));
    assertEquals(ProblemType.TOO_LARGE, problem.type());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9 * MEBIBYTE})
  void aBodyAboveItsMaximumLengthIsTooLarge(int length) {
    byte[] sent = bytes(length);
    FailureException problem =
        assertThrows(FailureException.class, () -> receive(sent, length - 1, UNLIMITED));
    assertEquals(ProblemType.TOO_LARGE, problem.type());
  }

  /** A stream of blanks that throws at the end, whatever it is. */
  private static InputStream failing(int length, Throwable failure) {
    return new SequenceInputStream(
        new ByteArrayInputStream(new byte[length]),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw BodyTest.<RuntimeException>unchecked(failure);
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E unchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100_000, 9 * MEBIBYTE})
  void memoryAndSpoolSpaceAreReleasedHoweverReceivingEnds(int length) {
    Spool spool = new Spool(10 * MEBIBYTE, 10 * MEBIBYTE);
    for (Throwable failure :
        List.of(
            new IOException(),
            new FailureException(ProblemType.REQUEST_TIMEOUT, "late"),
            new StackOverflowError(),
            new OutOfMemoryError())) {
      assertThrows(
          failure.getClass(),
          () -> receive(failing(length, failure), 20 * MEBIBYTE, spool.share("c")));
      assertEquals(0, Body.memoryTaken());
      checkFits(spool, 10 * MEBIBYTE);
    }
  }

  @Test
  void bodyThatIsClosedTwiceGivesBackOnce() throws IOException {
    Spool spool = new Spool(10 * MEBIBYTE, 10 * MEBIBYTE);
    try (Body other = receive(new byte[1000], 1000, spool)) {
      Body body = receive(new byte[9 * MEBIBYTE], 9 * MEBIBYTE, spool);
      body.close();
      body.close();
      assertEquals(other.size(), Body.memoryTaken());
      assertThrows(FailureException.class, () -> checkFits(spool, 10 * MEBIBYTE + 1));
    }
    assertEquals(0, Body.memoryTaken());
  }
}
