package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests load profiles in databases of each product. */
@ExtendWith(RunningServer.Resolver.class)
class LoadProfilesIT {
  private static final String PROFILES = "/vbasoftware/load-profiles";
  private static final String ONE = PROFILES + "/{name}";
  private static final String PROFILE =
      """
      {"columns": {"Member ID": "subscriber_ID", "Notes \u200b ünd": null},
       "dates": {"formats": ["MM/dd/yyyy", "M/d/yy H:mm", "dd.MM.yyyy"], "zone": "America/New_York"},
       "trim": true, "codes": {"grievance_Type": {"Billing issue": "BILL"}},
       "delimiter": ";", "charset": "windows-1252"}
      """;

  @BeforeAll
  static void awaitDatabases(RunningServer server) {
    server.awaitUse("coded-spread");
  }

  @ParameterizedTest
  @ValueSource(strings = {"beta", "delta", "coded-spread"})
  void profileIsKeptForEverybodyWhoLoads(String database, RunningServer server) {
    String name = "Weekly appeals (March)+1 ü.csv";
    String location =
        put(server, database, name, PROFILE)
            .then()
            .statusCode(201)
            .body("data.name", equalTo(name))
            .extract()
            .header("Location");
    writer(server, database)
        .urlEncodingEnabled(false)
        .get(location)
        .then()
        .statusCode(200)
        .body("data.name", equalTo(name));
    put(server, database, name, PROFILE.replace("BILL", "B2"))
        .then()
        .statusCode(200)
        .body("data.profile.codes.grievance_Type.'Billing issue'", equalTo("B2"));
    RequestSpecification admin = server.to(database, "grievance-admin");
    admin
        .get(ONE, name)
        .then()
        .statusCode(200)
        .body(
            "data.profile.dates.formats",
            equalTo(List.of("MM/dd/yyyy", "M/d/yy H:mm", "dd.MM.yyyy")))
        .body("data.profile.columns.'Notes \u200b ünd'", equalTo(null))
        .body("data.updatedBy", equalTo(RunningServer.USER));
    admin.get(PROFILES).then().statusCode(200).body("data.name", hasItem(name));
    writer(server, database).delete(ONE, name).then().statusCode(204);
    writer(server, database).delete(ONE, name).then().statusCode(404);
    admin.get(PROFILES).then().body("data.name", not(hasItem(name)));
  }

  private static Response put(RunningServer server, String database, String name, String profile) {
    return writer(server, database).body(profile).put(ONE, name);
  }

  private static RequestSpecification writer(RunningServer server, String database) {
    return server.to(database, "grievance-writer");
  }

  /** As the console offers them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"charset\": \"macintosh\"}",
        "{\"charset\": \"utf-16be\", \"delimiter\": \"|\"}",
        "{\"charset\": \"windows-1250\", \"delimiter\": \"\\t\"}"
      })
  void charsetsAndSeparatorsOfTheConsoleAreTaken(String profile, RunningServer server) {
    put(server, "beta", "offered", profile).then().statusCode(oneOf(200, 201));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | one JSON object",
        "{\"columns\": {} | one JSON object",
        "{\"column\": {}} | unknown member \"column\"",
        "{\"dates\": {\"format\": []}} | unknown member \"format\"",
        "{\"columns\": {\"A\": \"subscriber\"}} | \"subscriber\" is not a member",
        "{\"columns\": {\"A\": 1}} | columns.A: must be a string",
        "{\"columns\": []} | columns: must be an object",
        "{\"codes\": {\"grievance_Type\": {\"A\": null}}} | codes.grievance_Type: must be a string",
        "{\"codes\": {\"type\": {}}} | \"type\" is not a member",
        "{\"dates\": {\"formats\": [\"quickly\"]}} | not a format",
        "{\"dates\": {\"zone\": \"Mars/Base\"}} | not a time zone",
        "{\"trim\": \"yes\"} | trim: must be true or false",
        "{\"delimiter\": \"!\"} | delimiter: must be",
        "{\"charset\": \"no such\"} | charset: not a charset",
        "{\"columns\": {\"\\ud800\": null}} | lone surrogate"
      })
  void profileThatNobodyCanApplyIsRefused(String profile, String reason, RunningServer server) {
    put(server, "beta", "refused", profile)
        .then()
        .statusCode(400)
        .body("error.detail", containsString(reason));
    writer(server, "beta").get(ONE, "refused").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "{\"columns\":{\"A\":", "{\"dates\":[", "["})
  void profileThatIsNestedTooDeeplyIsRefused(String nesting, RunningServer server) {
    put(server, "beta", "refused", nesting.repeat(5_000)).then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a/b", "a;b", "a%2Fb", " a", "a ", "a\u0001", "-a", "a?b"})
  void nameThatIsNoPartOfAPathIsRefused(String name, RunningServer server) {
    int status = put(server, "beta", name, "{}").statusCode();
    assertTrue(status >= 400 && status < 500, name + " was answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 1_000_000})
  void profileThatIsTooLongIsRefused(int length, RunningServer server) {
    put(server, "delta", "long", "{\"columns\": {\"" + "x".repeat(length) + "\": null}}")
        .then()
        .statusCode(413)
        .body("error.detail", containsString("30000 characters"));
  }
}
