package org.grievances.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that integers are parsed by their exact value, in time that their length limits. */
class IntegersTest {

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "+7, 7",
    "007, 7",
    "-007, -7",
    "0000000000000000000000000017, 17",
    "7.0, 7",
    "7e2, 700",
    "7E+2, 700",
    "70e-1, 7",
    "-0, 0",
    "-0.0, 0",
    "1e0, 1",
    "0e999999999999999999999, 0",
    "0.0000000000001e13, 1",
    "2147483647.0, 2147483647",
    "-2147483648, -2147483648",
    "1e00000000000000000009, 1000000000"
  })
  void integerIsParsedByItsValue(String text, int value) throws InvalidValueException {
    assertEquals(value, Integers.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        "7.",
        ".7",
        "7.e1",
        "7e",
        "7e+",
        "e7",
        "7,0",
        "1_000",
        "0x7",
        "٧",
        "7 ",
        "--7",
        "7.5",
        "1e-1",
        "75e-1",
        "1e-2147483649",
        "1e-99999999999999999999",
        "NaN",
        "Infinity"
      })
  void nonIntegerTextIsRefused(String text) {
    assertEquals(
        "not an integer",
        assertThrows(InvalidValueException.class, () -> Integers.parse(text)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2147483648",
        "2147483648.0",
        "-2147483649",
        "1e10",
        "1e2147483648",
        "-1e999999999999999",
        "99999999999999999999",
        "0.1e11"
      })
  void integerOutsideOf32BitsIsRefused(String text) {
    assertEquals(
        "not in -2147483648 … 2147483647",
        assertThrows(InvalidValueException.class, () -> Integers.parse(text)).getMessage());
  }

  @Property
  void valueIsThatOfTheExactDecimal(
      @ForAll @IntRange(min = -3_000_000, max = 3_000_000) int digits,
      @ForAll @IntRange(min = 0, max = 7) int scale,
      @ForAll @IntRange(min = -7, max = 7) int exponent)
      throws InvalidValueException {
    String text = new BigDecimal(digits).movePointLeft(scale).toPlainString() + "e" + exponent;
    BigDecimal exact = new BigDecimal(text);
    boolean isInteger = exact.stripTrailingZeros().scale() <= 0;
    if (isInteger && exact.abs().compareTo(new BigDecimal(Integer.MAX_VALUE)) <= 0) {
      assertEquals(exact.intValueExact(), Integers.parse(text));
    } else {
      assertThrows(InvalidValueException.class, () -> Integers.parse(text));
    }
  }

  @Test
  void longTextsAreParsedInTime() {
    String digits = "7".repeat(1_000_000);
    String zeros = "0".repeat(1_000_000);
    for (String text :
        List.of(digits, digits + ".0", "0." + digits, "7e" + digits, "7e-" + digits, "7" + zeros)) {
      assertTimeout(
          Duration.ofSeconds(2),
          () -> assertThrows(InvalidValueException.class, () -> Integers.parse(text)));
    }
    assertTimeout(
        Duration.ofSeconds(2), () -> assertEquals(7, Integers.parse(zeros + "7." + zeros)));
    assertTimeout(
        Duration.ofSeconds(2), () -> assertEquals(1, Integers.parse("1" + zeros + "e-1000000")));
  }
}
