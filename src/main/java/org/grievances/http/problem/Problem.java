package org.grievances.http.problem;

import jakarta.json.stream.JsonGenerator;
import org.grievances.failure.ProblemType;
import org.grievances.json.Data;

/**
 * Why a whole request failed, as the {@code error} of the envelope (RFC 9457, section 3.1).
 *
 * @param detail the error in this request, with its location; without internals and contents
 * @param instance the requested path
 */
public record Problem(ProblemType type, String detail, String instance) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .write("type", ProblemPages.reference(type))
        .write("title", type.title())
        .write("status", type.status())
        .write("detail", detail)
        .write("instance", instance)
        .writeEnd();
  }
}
