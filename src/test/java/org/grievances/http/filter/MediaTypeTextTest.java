package org.grievances.http.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text/csv | text/csv",
        "` text/csv ;  charset=utf-8 ` | text/csv;charset=utf-8",
        "`text/csv; delimiter=\" ; \"` | `text/csv;delimiter=\" ; \"`",
        "`text/csv; delimiter=\", ,\"` | `text/csv;delimiter=\", ,\"`",
        "`text/csv; delimiter=\"\\\"; \" ; x=y` | `text/csv;delimiter=\"\\\"; \";x=y`",
        "`text/csv; delimiter=\"; ` | `text/csv;delimiter=\"; `",
        "`a/b c` | `a/b c`"
      })
  void blanksAroundParametersDoNotCount(String sent, String meant) {
    assertEquals(meant, MediaTypeText.clean(sent, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`, application/json ,,` | application/json",
        "`,,` | ``",
        "`a/b , , c/d;q=0.5` | a/b,c/d;q=0.5",
        "`a/b;x=\",,\", c/d` | `a/b;x=\",,\",c/d`"
      })
  void emptyElementsOfAListDoNotCount(String sent, String meant) {
    assertEquals(meant, MediaTypeText.clean(sent, true));
  }

  /** A header may have as many. */
  @Test
  void blanksWithoutEndTakeNoTime() {
    String blanks = "text/csv" + " ".repeat(1_000_000) + "x";
    assertEquals(
        blanks,
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> MediaTypeText.clean(blanks, false)));
  }
}
