package org.grievances.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\t", "\u0085", "\u2028", "\u2029", "\u000b", "\f"})
  void lineBreakBecomesASpace(String lineBreak) {
    assertEquals("one two", LogText.line("one" + lineBreak + "two"));
  }

  /** An escape of terminals, marks of the direction, a zero-width space, half of a character. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b", "\u0000", "\u009b", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800"})
  void invisibleCharacterBecomesAQuestionMark(String invisible) {
    assertEquals("one?two", LogText.line("one" + invisible + "two"));
  }

  @Test
  void lettersOfAnyLanguageStay() {
    assertEquals("Zoë 李 😀", LogText.line("Zoë 李 😀"));
  }

  @Test
  void valueCannotEndItsQuotation() {
    assertEquals("x' user='admin", LogText.value("x\" user=\"admin", 64));
  }

  @Test
  void valueIsTruncatedBetweenCharacters() {
    assertEquals("😀😀…", LogText.value("😀😀😀", 2));
    assertEquals("😀😀", LogText.value("😀😀", 2));
  }
}
