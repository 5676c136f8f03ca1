package org.grievances.jobs;

import java.util.Locale;
import java.util.OptionalLong;
import org.grievances.batch.Batch;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** A job as JSON; unknown values are null. */
public record JobData(Job job) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .writeStringProperty("id", job.id())
        .writeStringProperty("state", job.state().label());
    json.writeStringProperty("action", job.action().label())
        .writeBooleanProperty("dryRun", job.options().isDryRun());
    Batch.Options options = job.options().ofPart();
    json.writeBooleanProperty("merge", options.members().areMerged());
    JsonValues.write(json, "only", options.only().label());
    JsonValues.write(json, "maxFailures", job.options().maxFailures());
    JsonValues.write(json, "user", job.user());
    JsonValues.write(json, "client", job.client());
    json.writeStringProperty("format", job.format().name().toLowerCase(Locale.ROOT));
    JsonValues.write(json, "file", job.file());
    json.writeNumberProperty("size", job.size());
    json.writeNumberProperty("items", job.items()).writeNumberProperty("read", job.counts().read());
    json.writeNumberProperty("created", job.counts().created())
        .writeNumberProperty("updated", job.counts().updated());
    json.writeNumberProperty("deleted", job.counts().deleted())
        .writeNumberProperty("failed", job.counts().failed());
    json.writeNumberProperty("reversed", job.counts().reversed())
        .writeNumberProperty("kept", job.counts().kept());
    JsonValues.write(json, "undoes", job.undoes().orElse(null));
    JsonValues.write(json, "undoneBy", job.undoneBy());
    JsonValues.write(json, "received", job.received());
    JsonValues.write(json, "started", job.started());
    JsonValues.write(json, "ended", job.ended());
    json.writeNumberProperty("perSecond", Math.round(job.perSecond()));
    OptionalLong left = secondsLeft();
    JsonValues.write(json, "secondsLeft", left.isPresent() ? left.getAsLong() : null);
    JsonValues.write(json, "problem", job.problem());
    json.writeEndObject();
  }

  /** The estimated time to its end; empty if it is unknown. */
  public OptionalLong secondsLeft() {
    double perSecond = job.perSecond();
    return job.state() == JobState.IN_PROGRESS && perSecond > 0
        ? OptionalLong.of(Math.round(Math.ceil((job.items() - job.counts().read()) / perSecond)))
        : OptionalLong.empty();
  }

  /** The progress in percent. */
  public int percent() {
    return job.items() == 0 ? 100 : (int) (100L * job.counts().read() / job.items());
  }
}
