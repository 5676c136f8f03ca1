package org.grievances.database.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePlaceTest {
  private static final Instant TIME = Instant.parse("2025-03-01T08:31:07.250971Z");

  @Property
  void aPlaceIsReadAsItWasWritten(@ForAll long change, @ForAll int key, @ForAll int restoration) {
    ChangePlace place = new ChangePlace(change, key, TIME, restoration);
    assertEquals(Optional.of(place), ChangePlace.parse(place.text("alpha"), "alpha"));
    assertEquals(Optional.empty(), ChangePlace.parse(place.text("alpha"), "beta"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?", "AAAA", "AQ", "AQAAAAAAAASSf____wAGT8P2wYgAn1kYYQ=="})
  void anotherTextIsNoPlace(String text) {
    assertEquals(Optional.empty(), ChangePlace.parse(text, "alpha"));
  }

  @Test
  void noCharacterOfAPlaceCanBeChanged() {
    String text = ChangePlace.after(1017, TIME).text("alpha");
    for (int position = 0; position < text.length(); position++) {
      char other = text.charAt(position) == 'A' ? 'B' : 'A';
      String changed = text.substring(0, position) + other + text.substring(position + 1);
      assertEquals(Optional.empty(), ChangePlace.parse(changed, "alpha"), changed);
    }
  }
}
