package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how the values of members are validated, and how PostgreSQL stores them. */
@ExtendWith(RunningServer.Resolver.class)
class FieldIT {
  private static final AtomicInteger KEYS = new AtomicInteger(-25_000_000);

  private static ValidatableResponse put(RunningServer server, int key, String members) {
    return server
        .to("delta")
        .body("[{\"grievance_Key\":" + key + members + "}]")
        .put(RunningServer.BATCH)
        .then();
  }

  private static String stored(RunningServer server, int key, String column) throws SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select " + column + " from grievances where grievance_key = " + key)) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  /** The expected value {@code -} means that the item is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          issue_Date    | 2025-03-01                       | 2025-03-01 00:00:00
          issue_Date    | 2025-03-01T08:30:00              | 2025-03-01 08:30:00
          issue_Date    | 2025-03-01T08:30:00Z             | 2025-03-01 08:30:00
          issue_Date    | 2025-03-01T08:30:00.123456789Z   | 2025-03-01 08:30:00.123456
          issue_Date    | 2025-03-01T08:30:00+02:00        | 2025-03-01 06:30:00
          issue_Date    | 2025-03-30T02:30:00              | 2025-03-30 02:30:00
          issue_Date    | 0001-01-01T00:00:00Z             | 0001-01-01 00:00:00
          issue_Date    | 9999-12-31T23:59:59.999999Z      | 9999-12-31 23:59:59.999999
          subscriber_ID | '); drop table grievances       | -
          subscriber_ID | 123456789                        | 123456789
          issue         | it's "quoted", {curly}, \\back   | it's "quoted", {curly}, \\back
          issue         | NULL                             | NULL
          issue         | Überprüfung 🏥 ünïcödé           | Überprüfung 🏥 ünïcödé
          """)
  void aValidValueIsStored(String member, String value, String expected, RunningServer server)
      throws SQLException {
    int key = KEYS.incrementAndGet();
    String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
    ValidatableResponse response = put(server, key, ",\"" + member + "\":\"" + json + "\"");
    if (expected.equals("-")) {
      response.body("data[0].status", equalTo(400));
    } else {
      response.body("data[0].status", equalTo(201));
      assertEquals(expected, stored(server, key, member.toLowerCase(Locale.ROOT)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          call_Key      | "7"                    | not an integer
          call_Key      | 7.5                    | not an integer
          call_Key      | 7.05e1                 | not an integer
          call_Key      | 1e-3                   | not an integer
          call_Key      | 1e10                   | not in -2147483648 … 2147483647
          call_Key      | true                   | not an integer
          call_Key      | [1]                    | not an integer
          call_Key      | 2147483648             | not in -2147483648 … 2147483647
          call_Key      | -2147483649            | not in -2147483648 … 2147483647
          call_Key      | 99999999999999999999   | not in -2147483648 … 2147483647
          issue         | 7                      | not a text
          issue         | {"a":{"b":[]}}         | not a text
          issue         | "a\\u0000b"            | holds the character NUL
          issue         | "\\ud83c"              | holds a lone surrogate
          issue         | "\\udfe5\\ud83c"       | holds a lone surrogate
          member_Seq    | "123"                  | 3 characters, at most 2
          member_Seq    | "\\ud83c\\udfe5\\ud83c\\udfe5" | 4 characters, at most 2
          issue_Date    | 20250301               | not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z
          issue_Date    | ""                     | not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z
          issue_Date    | "2025-02-30"           | not a day of the calendar
          issue_Date    | "2025-03-01T25:00:00"  | not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z
          issue_Date    | "0000-01-01"           | not in the years 0001 to 9999, in UTC
          issue_Date    | "9999-12-31T23:59:59-01:00" | not in the years 0001 to 9999, in UTC
          issue_Date    | "03/01/2025"           | not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z
          """)
  void anInvalidValueIsReportedForItsItem(
      String member, String json, String fault, RunningServer server) {
    put(server, KEYS.incrementAndGet(), ",\"" + member + "\":" + json)
        .statusCode(207)
        .body("data[0].status", equalTo(400))
        .body("data[0].body", equalTo(member + ": " + fault));
  }

  @ParameterizedTest
  @CsvSource({"-2147483648", "2147483647", "0", "-0"})
  void everyInt32IsAValidKey(String key, RunningServer server) {
    server
        .to("delta")
        .body("[{\"grievance_Key\":" + key + "}]")
        .put(RunningServer.BATCH)
        .then()
        .body("data[0].id[0].value", equalTo(Integer.parseInt(key)));
  }

  @Test
  void absentAndNullMembersAreStoredAsNull(RunningServer server) throws SQLException {
    int key = KEYS.incrementAndGet();
    put(server, key, ",\"issue\":\"first\",\"resolution\":\"first\"");
    put(server, key, ",\"issue\":null");
    assertEquals(null, stored(server, key, "issue"));
    assertEquals(null, stored(server, key, "resolution"));
  }

  @Test
  void theServiceStoresWhoCreatedAndUpdatedARecord(RunningServer server) throws SQLException {
    int key = KEYS.incrementAndGet();
    put(server, key, ",\"update_User\":\"liar\"");
    String truncatedUser = RunningServer.USER.substring(0, 20);
    assertEquals(truncatedUser, stored(server, key, "entry_user"));
    assertEquals(truncatedUser, stored(server, key, "update_user"));
    String entryDate = stored(server, key, "entry_date");
    assertEquals(entryDate, stored(server, key, "update_date"));

    put(server, key, ",\"entry_User\":\"other\",\"entry_Date\":\"2001-01-01\"");
    assertEquals(truncatedUser, stored(server, key, "entry_user"));
    assertEquals(entryDate, stored(server, key, "entry_date"));
    assertTrue(stored(server, key, "update_date").compareTo(entryDate) > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "upn,  preferred,                subject, upn",
    "upn,  ,                         ,        upn",
    ",     preferred,                subject, preferred",
    ",     ,                         subject, subject",
    ",     a.name.of.more.than.20.characters, subject, a.name.of.more.than.",
  })
  void theUserNameIsTakenFromTheTokenClaims(
      String upn, String preferred, String subject, String expected, RunningServer server)
      throws SQLException, JOSEException {
    int key = KEYS.incrementAndGet();
    JWTClaimsSet claims =
        Secrets.claims(subject, "grievance-writer")
            .claim("upn", upn)
            .claim("preferred_username", preferred)
            .build();
    server
        .credentials(server.secrets().apiKey(), server.secrets().sign(claims))
        .header("vbasoftware-database", "delta")
        .contentType("application/json")
        .body("[{\"grievance_Key\":" + key + "}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    assertEquals(expected, stored(server, key, "update_user"));
  }

  @Test
  void aNewRecordTakesEntryUserAndDateFromItsItem(RunningServer server) throws SQLException {
    int key = KEYS.incrementAndGet();
    put(server, key, ",\"entry_User\":\"migration\",\"entry_Date\":\"2001-01-01\"");
    assertEquals("migration", stored(server, key, "entry_user"));
    assertEquals("2001-01-01 00:00:00", stored(server, key, "entry_date"));
  }

  @Test
  @ResourceLock(RunningServer.TABLES_OF_DELTA)
  void aCheckConstraintViolationIsAConflictOfOneItem(RunningServer server) throws SQLException {
    int key = KEYS.addAndGet(3);
    server.execute(
        "alter table grievances add constraint c check (issue <> 'an issue of no kind')");
    try {
      String violating =
          "{\"grievance_Key\":%d,\"issue\":\"an issue of no kind\"}".formatted(key - 1);
      server
          .to("delta")
          .body(
              "[{\"grievance_Key\":%d},%s,{\"grievance_Key\":%d}]"
                  .formatted(key - 2, violating, key))
          .put(RunningServer.BATCH)
          .then()
          .body("data.status", equalTo(List.of(201, 409, 201)))
          .body("data[1].body", equalTo("Refused by the database: a value does not pass a check"));
    } finally {
      server.execute("alter table grievances drop constraint c");
    }
  }

  /** The service checks deferred constraints before the commit, so that dry runs check them too. */
  @Test
  @ResourceLock(RunningServer.TABLES_OF_DELTA)
  void aDeferredConstraintViolationIsReportedForItsItemAndNotLogged(RunningServer server)
      throws Exception {
    int key = KEYS.addAndGet(2);
    server.execute(
        "alter table grievances add constraint late unique (patient_account_number)"
            + " deferrable initially deferred");
    try {
      String batch =
          """
          [{"grievance_Key":%d,"patient_Account_Number":"SECRET-77"},
           {"grievance_Key":%d,"patient_Account_Number":"SECRET-77"}]
          """
              .formatted(key - 1, key);
      for (String dryRun : List.of("true", "false")) {
        server
            .to("delta")
            .queryParam("dryRun", dryRun)
            .body(batch)
            .put(RunningServer.BATCH)
            .then()
            .body("data.status", equalTo(List.of(201, 409)));
      }
    } finally {
      server.execute("alter table grievances drop constraint late");
    }
    assertFalse(server.logs().contains("SECRET-77"));
  }

  /** It shows at the commit, after the service has returned. */
  @Test
  @ResourceLock(RunningServer.TABLES_OF_DELTA)
  void aDeferredConstraintViolationOfASingleRecordIsAConflictAndNotLogged(RunningServer server)
      throws Exception {
    int key = KEYS.addAndGet(2);
    server.execute(
        "alter table grievances add constraint late unique (patient_account_number)"
            + " deferrable initially deferred");
    try {
      String record = "{\"grievance_Key\":%d,\"patient_Account_Number\":\"%s\"}";
      server
          .to("delta")
          .body(record.formatted(key - 1, "SECRET-79"))
          .post("/vbasoftware/grievances")
          .then()
          .statusCode(201);
      server
          .to("delta")
          .body(record.formatted(key, "SECRET-79"))
          .post("/vbasoftware/grievances")
          .then()
          .statusCode(409)
          .body(
              "error.detail",
              equalTo("Refused by the database: a value that must be unique is already there."));
      server.to("delta").get("/vbasoftware/grievances/" + key).then().statusCode(404);
      server
          .to("delta")
          .body(record.formatted(key, "another"))
          .post("/vbasoftware/grievances")
          .then()
          .statusCode(201);
      server
          .to("delta")
          .body(record.formatted(key, "SECRET-79"))
          .put("/vbasoftware/grievances/" + key)
          .then()
          .statusCode(409)
          .body(
              "error.detail",
              equalTo("Refused by the database: a value that must be unique is already there."));
      server
          .to("delta")
          .get("/vbasoftware/grievances/" + key)
          .then()
          .body("data.patient_Account_Number", equalTo("another"));
    } finally {
      server.execute("alter table grievances drop constraint late");
    }
    assertFalse(server.logs().contains("SECRET-79"));
  }

  @Test
  void theErrorMessageOfATriggerIsNotLogged(RunningServer server) throws Exception {
    server.awaitUse("broken");
    server.execute(
        "broken",
        """
        create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'no %', new.issue using errcode = '42501'; end $$
        """);
    server.execute(
        "broken",
        "create trigger refuse before insert on grievances for each row when (new.issue like 'SECRET%')"
            + " execute function refuse()");
    server
        .to("broken")
        .body("[{\"grievance_Key\":1,\"issue\":\"SECRET-78\"}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(500);
    assertFalse(server.logs().contains("SECRET-78"));
  }
}
