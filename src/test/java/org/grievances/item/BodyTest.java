package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  private static final int MEBIBYTE = 1 << 20;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static long files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("batch-")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8 * MEBIBYTE, 8 * MEBIBYTE + 1, 20 * MEBIBYTE})
  void whatWasReceivedCanBeReadAgain(int length) throws IOException {
    byte[] sent = bytes(length);
    try (Body body = Body.receive(new ByteArrayInputStream(sent), length)) {
      assertArrayEquals(sent, body.open().readAllBytes());
      assertArrayEquals(sent, body.open().readAllBytes());
      assertEquals(0, files());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9 * MEBIBYTE})
  void moreBytesThanAllowedAreRefused(int length) {
    byte[] sent = bytes(length);
    ProblemException problem =
        assertThrows(
            ProblemException.class, () -> Body.receive(new ByteArrayInputStream(sent), length - 1));
    assertEquals(ProblemType.TOO_LARGE, problem.type());
  }
}
