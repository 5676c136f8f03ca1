package org.grievances.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The log that a server writes to its console for collectors: a JSON object a line. */
public final class ServerLog {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path directory;

  private ServerLog(Path directory) {
    this.directory = directory;
  }

  /** The log of a server that was installed in this directory. */
  public static ServerLog of(Path serverDirectory) {
    return new ServerLog(serverDirectory.resolve("logs"));
  }

  /** Waits until a request's line about an event is there. */
  public JsonObject await(String event, String activityId) {
    return Awaitility.await("the line " + event + " of " + activityId)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                of(activityId).stream()
                    .filter(line -> event.equals(line.getString("ext_event", null)))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  /** What was logged for a request. */
  public List<JsonObject> of(String activityId) throws IOException {
    return linesWith("\"ext_activityId\":\"" + activityId + "\"");
  }

  /** The lines that contain a text. */
  public List<JsonObject> linesWith(String text) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("console.log"))) {
      return lines
          .filter(line -> line.startsWith("{") && line.contains(text))
          .map(ServerLog::parse)
          .toList();
    }
  }

  private static JsonObject parse(String line) {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }

  /** The log for collectors. */
  public String console() throws IOException {
    return Files.readString(directory.resolve("console.log"));
  }

  /** The log for people. */
  public String messages() throws IOException {
    return Files.readString(directory.resolve("messages.log"));
  }
}
