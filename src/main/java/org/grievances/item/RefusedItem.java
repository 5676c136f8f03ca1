package org.grievances.item;

import java.nio.charset.StandardCharsets;
import org.grievances.json.JsonText;
import tools.jackson.core.JsonToken;

/**
 * An item of a part that was refused when it was received.
 *
 * @param reason why it was refused
 * @param text as it was sent; null if it was not kept
 */
public record RefusedItem(String reason, String text) {

  /** Reads the line at the cursor, and moves to its end. */
  public static RefusedItem read(JsonCursor json) {
    if (json.isAt(JsonToken.VALUE_STRING)) {
      return new RefusedItem(json.string(), null);
    }
    json.advance();
    String reason = json.string();
    json.advance();
    String text = json.string();
    json.advance();
    return new RefusedItem(reason, text);
  }

  /** The reason, or an array of the reason and the text, which no item of a part is otherwise. */
  public byte[] line() {
    String alone = JsonText.quote(reason);
    return text == null ? line(alone) : line("[" + alone + "," + JsonText.quote(text) + "]");
  }

  private static byte[] line(String json) {
    return ("\n" + JsonText.withEscapes(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
