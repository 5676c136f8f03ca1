package org.grievances.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsOfTextTest {

  @ParameterizedTest
  @CsvSource({
    "claim denied, claim denied",
    "' (Claim)—DENIED, denied! ', claim denied",
    "x.y@plan.example/0012_a, x y plan example 0012 a",
    "Über e\u0301t\u00e9 ١٢ 人, über e\u0301t\u00e9 ١٢ 人",
    "'-- \u2019 \uD83D\uDE00', ''"
  })
  void wordsAreLettersAndDigitsThatStandTogether(String text, String words) {
    assertEquals(words.isEmpty() ? List.of() : List.of(words.split(" ")), Words.of(text));
  }

  /** Both readings of a text agree on where a word begins and ends. */
  @Property
  void aTextHasItsWords(@ForAll String text) {
    String lowerCase = Words.lowerCase(text);
    for (String word : Words.of(text)) {
      assertTrue(Words.isIn(lowerCase, word), word);
    }
  }
}
