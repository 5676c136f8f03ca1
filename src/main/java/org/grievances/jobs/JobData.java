package org.grievances.jobs;

import jakarta.json.stream.JsonGenerator;
import java.util.Locale;
import java.util.OptionalLong;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;

/** A job as JSON; unknown values are null. */
public record JobData(Job job) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().write("id", job.id()).write("state", job.state().label());
    json.write("action", job.action().label()).write("dryRun", job.isDryRun());
    json.write("merge", job.options().members().areMerged());
    JsonValues.write(json, "only", job.options().only().label());
    JsonValues.write(json, "maxFailures", job.maxFailures());
    JsonValues.write(json, "user", job.user());
    JsonValues.write(json, "client", job.client());
    json.write("format", job.format().name().toLowerCase(Locale.ROOT));
    JsonValues.write(json, "file", job.file());
    json.write("size", job.size());
    json.write("items", job.items()).write("read", job.read());
    json.write("created", job.created()).write("updated", job.updated());
    json.write("deleted", job.deleted()).write("failed", job.failed());
    json.write("reversed", job.reversed()).write("kept", job.kept());
    JsonValues.write(json, "undoes", job.undoes().orElse(null));
    JsonValues.write(json, "undoneBy", job.undoneBy());
    JsonValues.write(json, "received", job.received());
    JsonValues.write(json, "started", job.started());
    JsonValues.write(json, "ended", job.ended());
    json.write("perSecond", Math.round(job.perSecond()));
    OptionalLong left = secondsLeft();
    JsonValues.write(json, "secondsLeft", left.isPresent() ? left.getAsLong() : null);
    JsonValues.write(json, "problem", job.problem());
    json.writeEnd();
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
