package org.grievances.http.request;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.grievances.item.ItemReader.Members;

/** The parameters of a request that writes records. */
public class WriteParameters extends RequestParameters {
  private static final String STRICT = "handling=strict";
  private static final String ASYNC = "respond-async";

  @HeaderParam("Prefer")
  private List<String> prefer;

  public Members members() {
    return preference("handling").filter("strict"::equalsIgnoreCase).isPresent()
        ? Members.STRICT
        : Members.LENIENT;
  }

  /** Whether the caller does not want to wait for the response (RFC 7240, section 4.1). */
  public boolean isAsync() {
    return preference(ASYNC).isPresent();
  }

  private Optional<String> preference(String name) {
    return new Preferences(prefer).get(name);
  }

  /** States in the response that members were read strictly, if they were. */
  public static Response.ResponseBuilder acknowledge(
      Response.ResponseBuilder response, Members applied) {
    return applied.areStrict() ? response.header(Preferences.APPLIED, STRICT) : response;
  }

  /** States in the response of a job which preferences of the caller were applied. */
  public Response.ResponseBuilder acknowledgeJob(
      Response.ResponseBuilder response, Members applied) {
    if (!isAsync()) {
      return acknowledge(response, applied);
    }
    return response.header(
        Preferences.APPLIED, applied.areStrict() ? ASYNC + ", " + STRICT : ASYNC);
  }
}
