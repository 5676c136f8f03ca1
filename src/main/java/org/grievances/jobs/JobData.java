package org.grievances.jobs;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.grievances.item.Data;

/** A job as JSON; unknown values are null. */
public record JobData(Job job) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().write("id", job.id()).write("state", job.state().label());
    json.write("action", job.action().label()).write("dryRun", job.isDryRun());
    text(json, "user", job.user());
    text(json, "client", job.client());
    json.write("format", job.format().name().toLowerCase(Locale.ROOT));
    text(json, "file", job.file());
    json.write("size", job.size());
    json.write("items", job.items()).write("read", job.read());
    json.write("created", job.created()).write("updated", job.updated());
    json.write("deleted", job.deleted()).write("failed", job.failed());
    text(json, "received", job.received());
    text(json, "started", job.started());
    text(json, "ended", job.ended());
    json.write("perSecond", Math.round(job.perSecond()));
    OptionalLong left = secondsLeft();
    if (left.isPresent()) {
      json.write("secondsLeft", left.getAsLong());
    } else {
      json.writeNull("secondsLeft");
    }
    text(json, "problem", job.problem());
    json.writeEnd();
  }

  private static void text(JsonGenerator json, String name, Object value) {
    String text =
        value instanceof Instant instant ? instant.toString() : Objects.toString(value, null);
    if (text == null) {
      json.writeNull(name);
    } else {
      json.write(name, text);
    }
  }

  /** The estimated time to its end; empty if it is unknown. */
  public OptionalLong secondsLeft() {
    double perSecond = job.perSecond();
    return job.state() == JobState.IN_PROGRESS && perSecond > 0
        ? OptionalLong.of(Math.round(Math.ceil((job.items() - job.read()) / perSecond)))
        : OptionalLong.empty();
  }

  /** The progress in percent. */
  public int percent() {
    return job.items() == 0 ? 100 : (int) (100L * job.read() / job.items());
  }
}
