package org.grievances.http.problem;

import java.util.List;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.item.ErrorsData;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/**
 * Why a whole request failed, as the {@code error} of the envelope (RFC 9457, section 3.1).
 *
 * @param detail the error in this request, with its location; without internals and contents
 * @param instance the requested path
 * @param errors of the body, as data; none if they are not to be sent
 */
public record Problem(ProblemType type, String detail, String instance, List<RequestError> errors)
    implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .writeStringProperty("type", ProblemPages.reference(type))
        .writeStringProperty("title", type.title())
        .writeNumberProperty("status", type.status())
        .writeStringProperty("detail", detail)
        .writeStringProperty("instance", instance);
    if (!errors.isEmpty()) {
      JsonValues.write(json, "errors", new ErrorsData(errors, true));
    }
    json.writeEndObject();
  }
}
