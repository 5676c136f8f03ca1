package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows with the same key are known, however it is written. */
class RowKeyTest {

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "007, 7",
    "-7, -7",
    "7.0, 7",
    "7e2, 700",
    "7E+2, 700",
    "700e-2, 7",
    "0e99, 0",
    "2147483647, 2147483647",
    "-2147483648, -2147483648",
    "7.5,",
    "1e2147483648,",
    "1e999,",
    "99999999999999999999,",
    "x,",
    "'',",
    "' 7 ', 7",
    "0x7,",
    "+7,"
  })
  void keyIsReadAsTheServiceDoes(String text, Long key) {
    assertEquals(key, RowKey.of(text));
  }
}
