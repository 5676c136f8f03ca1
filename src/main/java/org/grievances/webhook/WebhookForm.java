package org.grievances.webhook;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.grievances.body.Body;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.json.SmallJson;

/**
 * A webhook as a client asks for it.
 *
 * @param url an address that begins with {@code https://}
 * @param events at least one
 */
record WebhookForm(URI url, List<WebhookEvent> events, boolean enabled) {
  private static final int MAX_BYTES = 10_000;
  private static final int MAX_URL = 2_000;
  private static final Set<String> MEMBERS = Set.of("url", "events", "enabled");

  /**
   * Reads the JSON of a request.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} with what is wrong in it, {@code TOO_LARGE}
   */
  static WebhookForm read(Body body) {
    JsonObject form = object(body);
    for (String name : form.keySet()) {
      if (!MEMBERS.contains(name)) {
        throw invalid("A webhook has no member \"" + name + "\"; it has url, events and enabled.");
      }
    }
    return new WebhookForm(url(form), events(form), enabled(form));
  }

  private static JsonObject object(Body body) {
    if (body.size() > MAX_BYTES) {
      throw new FailureException(
          ProblemType.TOO_LARGE, "A webhook has at most " + MAX_BYTES + " bytes.");
    }
    try (InputStream in = body.open()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SmallJson.read(text, JsonObject.class)
          .orElseThrow(() -> invalid("The body is not a JSON object."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI url(JsonObject form) {
    if (!(form.get("url") instanceof JsonString text) || text.getString().length() > MAX_URL) {
      throw invalid("url must be a text of at most " + MAX_URL + " characters.");
    }
    URI url = parse(text.getString());
    if (!"https".equalsIgnoreCase(url.getScheme())
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawFragment() != null) {
      throw invalid(
          "url must begin with https:// and a host, without a user, a password or a fragment.");
    }
    return url;
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw invalid("url is not a URL.");
    }
  }

  private static List<WebhookEvent> events(JsonObject form) {
    if (!(form.get("events") instanceof JsonArray array) || array.isEmpty()) {
      throw invalid("events must be an array of at least one of " + labels() + ".");
    }
    Set<WebhookEvent> events = new LinkedHashSet<>();
    for (JsonValue value : array) {
      events.add(
          value instanceof JsonString text
              ? WebhookEvent.labelled(text.getString())
                  .filter(WebhookEvent.REGISTRABLE::contains)
                  .orElseThrow(WebhookForm::unknownEvent)
              : null);
    }
    if (events.contains(null)) {
      throw unknownEvent();
    }
    return List.copyOf(events);
  }

  private static FailureException unknownEvent() {
    return invalid("events has an event that is none of " + labels() + ".");
  }

  private static String labels() {
    return String.join(", ", WebhookEvent.REGISTRABLE.stream().map(WebhookEvent::label).toList());
  }

  private static boolean enabled(JsonObject form) {
    JsonValue value = form.getOrDefault("enabled", JsonValue.TRUE);
    if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
      throw invalid("enabled must be true or false.");
    }
    return value.equals(JsonValue.TRUE);
  }

  private static FailureException invalid(String detail) {
    return new FailureException(ProblemType.MALFORMED_REQUEST, detail);
  }
}
