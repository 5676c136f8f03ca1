package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.grievance.Grievance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a body while it is split is reported as it is, in every format. */
class BodySplitterTest {
  private static final int MAX_ITEMS = 1_000;

  private static InputStream failing(String text, Supplier<? extends Throwable> failure) {
    return new SequenceInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        new InputStream() {
          @Override
          public int read() {
            throw BodySplitterTest.<RuntimeException>thrown(failure.get());
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E thrown(Throwable failure) throws E {
    throw (E) failure;
  }

  private static String text(BodyFormat format) {
    return switch (format) {
      case JSON -> "[{\"grievance_Key\":1},";
      case NDJSON -> "{\"grievance_Key\":1}\n";
      case CSV -> "grievance_Key\n1\n";
    };
  }

  @ParameterizedTest
  @EnumSource(BodyFormat.class)
  void failureOfReadingIsNotTakenForAMalformedBody(BodyFormat format) {
    BodySplitter splitter = new BodySplitter(format, CsvForm.PLAIN, Grievance.TABLE, MAX_ITEMS);
    for (Throwable failure :
        List.of(
            new FailureException(Failure.TOO_LARGE, "too large"),
            new FailureException(Failure.TOO_SLOWLY_SENT, "too slow"),
            new OutOfMemoryError())) {
      InputStream in = failing(text(format), () -> failure);
      assertSame(
          failure,
          assertThrows(failure.getClass(), () -> splitter.split(in, part -> {})),
          format::toString);
    }
  }
}
