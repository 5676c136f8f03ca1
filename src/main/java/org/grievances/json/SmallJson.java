package org.grievances.json;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import java.util.Optional;

/**
 * JSON of limited size that callers send in addition to records, such as a profile. Whatever cannot
 * be read is empty: the parser has exceptions of its own for some texts, such as one that is nested
 * too deeply.
 */
public final class SmallJson {

  private SmallJson() {}

  /**
   * Reads one value.
   *
   * @param type an object or an array
   */
  public static <T extends JsonStructure> Optional<T> read(String text, Class<T> type) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return Optional.of(reader.read()).filter(type::isInstance).map(type::cast);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
