package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each API key has a rate of its own. */
@ExtendWith(RunningServer.Resolver.class)
class RateLimitIT {
  private static final String RECORD = "/vbasoftware/grievances/-78";

  private static RequestSpecification with(RequestSpecification plain, String key, String token) {
    return plain
        .header("x-api-key", key)
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", "delta");
  }

  private static Response get(RunningServer server, String key) {
    return with(server.plain(), key, server.token("grievance-reader")).get(RECORD);
  }

  private static int limited(List<Response> responses) {
    return (int) responses.stream().filter(each -> each.statusCode() == 429).count();
  }

  @Test
  void beyondItsBurstAKeyHasToWait(RunningServer server) throws InterruptedException {
    Response first = get(server, RunningServer.LIMITED_KEY);
    first
        .then()
        .statusCode(404)
        .header("RateLimit-Policy", "\"client\";q=4;w=2")
        .header("RateLimit", "\"client\";r=3;t=1");
    List<Response> responses = new ArrayList<>();
    while (limited(responses) == 0) {
      responses.add(get(server, RunningServer.LIMITED_KEY));
      assertTrue(responses.size() < 100, "never limited");
    }
    Response refused = responses.get(responses.size() - 1);
    // draft-ietf-httpapi-ratelimit-headers-10, section 5: Retry-After is not before t.
    refused
        .then()
        .header("RateLimit", "\"client\";r=0;t=" + refused.header("Retry-After"))
        .body("data", nullValue())
        .body("error.type", equalTo("/vbasoftware/problems/rate-limited"));
    assertEquals(404, get(server, server.secrets().apiKey()).statusCode());

    Thread.sleep(Long.parseLong(refused.header("Retry-After")) * 1000);

    assertEquals(404, get(server, RunningServer.LIMITED_KEY).statusCode());
  }

  @Test
  void aKeyHasTwentyFiveASecondAndFiftyAtOnceUnlessSetOtherwise(RunningServer server) {
    get(server, RunningServer.DEFAULT_KEY)
        .then()
        .header("RateLimit-Policy", "\"client\";q=50;w=2")
        .header("RateLimit", "\"client\";r=49;t=1");
  }

  @Test
  void responseWithoutAKeyHasNoRateHeaders(RunningServer server) {
    server.plain().get(RECORD).then().statusCode(401).header("RateLimit", nullValue());
  }
}
