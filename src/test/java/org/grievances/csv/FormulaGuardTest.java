package org.grievances.csv;

import static org.grievances.csv.FormulaGuard.guard;
import static org.grievances.csv.FormulaGuard.mustBeQuoted;
import static org.grievances.csv.FormulaGuard.unguard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are guarded, and that each of them is found again. */
class FormulaGuardTest {
  /**
   * Written without regard to the class: a cell that begins with a sign, as a spreadsheet sees it.
   */
  private static final Pattern RUN =
      Pattern.compile("(?:^|[;\\t\\r\\n])[\\s\"\\p{Cf}\\p{Cc}\\p{Z}&&[^;\\t\\r\\n]]*[=+\\-@＝＋－＠]");

  private static final Pattern NEGATIVE_INTEGER = Pattern.compile("-[0-9]+");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1+1",
        "-",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        " =1+1",
        "\uFEFF=1+1",
        "\u00A0\u3000\u200B=1+1",
        "\"=1+1",
        "\0=1+1",
        "'=1+1",
        "''=1+1",
        "'\tx",
        "-5 "
      })
  void textThatBeginsAsAFormulaIsGuarded(String text) {
    assertEquals("'" + text, guard(text));
    assertEquals(text, unguard("'" + text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "'",
        "a=1",
        "1-1",
        "a,=1+1",
        "'a",
        "a;b",
        "x '=1",
        "-5",
        "-1900000001",
        "'-5",
        "…",
        "Called, left a message; no answer",
        "2025-03-01T08:30:00Z",
        "a\n\n\"b\"\n",
        "\"'=1"
      })
  void otherTextIsUnchanged(String text) {
    assertEquals(text, guard(text));
    assertEquals(text, unguard(text));
  }

  @Test
  void formulaAfterASeparatorWithinATextIsGuardedWhereItBegins() {
    assertEquals("a;'=1+1", guard("a;=1+1"));
    assertEquals("a;' =1+1;b;'＝2", guard("a; =1+1;b;＝2"));
    assertEquals("a\n'=1\r\n'@b\t'+c", guard("a\n=1\r\n@b\t+c"));
    assertEquals("'\t'=1", guard("\t=1"));
    assertEquals("'-5;'-6", guard("-5;-6"));
    assertEquals("Called;' - left a message", guard("Called; - left a message"));
  }

  /** Quoted speech and lists are prose, whose own apostrophes stay. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"'I called'; no answer", "'tis so; see note 'a'", "O'Neill; 'he said'"})
  void apostropheOfProseIsNotTakenOff(String text) {
    assertEquals(text, unguard(text));
    assertEquals(text, guard(text));
  }

  /** Spreadsheets that separate by semicolons see no quotes within a cell, and a decimal comma. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "5+cmd|' /C calc'!A0",
        "*1",
        " 5+1",
        "e5+1",
        "E-5",
        "(1)",
        "%",
        "$A$1",
        "&1",
        ".5"
      })
  void negativeKeyAndTheNextCellAreNoFormula(String second) {
    assertTrue(mustBeQuoted("-5", guard(second)));
    assertFalse(mustBeQuoted("5", guard(second)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Billing", "égal", "e", "Emergency", "'=1", "'-5"})
  void wordsAfterANegativeKeyAreUnchanged(String second) {
    assertFalse(mustBeQuoted("-5", second));
  }

  @Property(tries = 20_000)
  void guardedTextIsRestored(@ForAll("anyTexts") String text) {
    assertEquals(text, unguard(guard(text)));
  }

  @Property(tries = 20_000)
  void noCellOfAGuardedTextIsRun(@ForAll("texts") String text) {
    if (!NEGATIVE_INTEGER.matcher(text).matches()) {
      assertFalse(RUN.matcher(guard(text)).find(), () -> "guarded as " + guard(text));
    }
  }

  @Property(tries = 20_000)
  void textWithoutFormulasIsUnchanged(@ForAll("texts") String text) {
    String plain = text.replaceAll("[=+\\-@＝＋－＠]|^'*[\\t\\r\\n]", "x");
    assertEquals(plain, guard(plain));
    assertEquals(plain, unguard(plain));
  }

  @Provide
  Arbitrary<String> anyTexts() {
    return Arbitraries.oneOf(texts(), Arbitraries.strings());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("'=+-@＝＋－＠;\t\r\n \",\uFEFF\u00A0\u200B\0a5")
        .ofMaxLength(8);
  }
}
