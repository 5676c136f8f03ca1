package org.grievances.http.request;

import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.grievances.item.ItemReader.Members;

/** The parameters of a request that writes records. */
public class WriteParameters extends RequestParameters {

  public Members members() {
    return preferences().isStrict() ? Members.STRICT : Members.LENIENT;
  }

  /** States in the response that members were read strictly, if they were. */
  public static Response.ResponseBuilder acknowledge(
      Response.ResponseBuilder response, Members applied) {
    return Preferences.acknowledge(response, applied(applied));
  }

  /** States in the response with the outcomes of items which preferences were applied. */
  public Response.ResponseBuilder acknowledgeOutcomes(
      Response.ResponseBuilder response, Members applied) {
    List<String> all = applied(applied);
    if (preferences().hasStructuredErrors()) {
      all.add(Preferences.STRUCTURED);
    }
    return Preferences.acknowledge(response, all);
  }

  /** States in the response of a job which preferences were applied. */
  public Response.ResponseBuilder acknowledgeJob(
      Response.ResponseBuilder response, Members applied) {
    List<String> all = applied(applied);
    if (preferences().isAsync()) {
      all.add(0, Preferences.ASYNC);
    }
    return Preferences.acknowledge(response, all);
  }

  private static List<String> applied(Members members) {
    List<String> applied = new ArrayList<>();
    if (members.areStrict()) {
      applied.add(Preferences.STRICT);
    }
    return applied;
  }
}
