package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.LibertyServer;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Databases that are restored to an earlier state, as the operator says, give nothing again that
 * callers may know from before.
 */
class RestoredDatabaseIT {
  private static final String NORTHWIND = "northwind";
  private static final List<String> DATABASES = List.of(PrivateServer.DERBY, NORTHWIND);
  private static final int FILED = 20;
  private static final Pattern NEXT = Pattern.compile("</vbasoftware/(.+)>; rel=\"next\"");

  private static Postgres postgres;
  private static PrivateServer server;

  @BeforeAll
  static void install() throws Exception {
    postgres = Postgres.create();
    postgres.execute("create database " + NORTHWIND);
    server = PrivateServer.install("restored");
    server.add(PostgresDataSource.of(NORTHWIND, NORTHWIND, postgres.port()));
    start();
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    postgres.close();
  }

  private static void start() throws Exception {
    server.start();
    for (String database : DATABASES) {
      server.awaitDatabase(database);
    }
  }

  @Test
  void keysAndPlacesOfTheLostTimeAreNotUsedAgain() throws Exception {
    DATABASES.forEach(RestoredDatabaseIT::file);
    for (String database : DATABASES) {
      String ofAnother = "[{\"grievance_Key\":50000000}]";
      HttpResponse<String> put = server.exchange("PUT", database, PrivateServer.BATCH, ofAnother);
      assertEquals(207, put.statusCode(), put.body());
    }
    DATABASES.forEach(database -> assertEquals(200, server.signIn(database).statusCode()));
    List<String> early = DATABASES.stream().map(RestoredDatabaseIT::placeNow).toList();
    server.stop();
    copy(derby(), derby().resolveSibling("backup"));
    postgres.execute("create database backup template " + NORTHWIND);
    start();
    List<Integer> lost = DATABASES.stream().map(RestoredDatabaseIT::file).toList();
    List<String> late = DATABASES.stream().map(RestoredDatabaseIT::placeNow).toList();
    server.stop();

    LibertyServer.delete(derby());
    Files.move(derby().resolveSibling("backup"), derby());
    postgres.execute("drop database " + NORTHWIND);
    postgres.execute("create database " + NORTHWIND + " template backup");
    sayRestored("2026-11-30");
    start();

    for (int number = 0; number < DATABASES.size(); number++) {
      String database = DATABASES.get(number);
      assertLost(database, early.get(number));
      assertLost(database, late.get(number));
      String now = placeNow(database);
      int key = file(database);
      assertTrue(key - FILED > lost.get(number), key + " after " + lost.get(number));
      assertEquals(FILED, changes(database, now));
    }
    assertEquals(0, sessions());
    List<Integer> before = DATABASES.stream().map(RestoredDatabaseIT::file).toList();
    List<String> places = DATABASES.stream().map(RestoredDatabaseIT::placeNow).toList();
    server.stop();
    start();
    for (int number = 0; number < DATABASES.size(); number++) {
      int key = file(DATABASES.get(number));
      assertTrue(key - before.get(number) < 1_000, key + " after " + before.get(number));
      assertEquals(FILED, changes(DATABASES.get(number), places.get(number)));
    }
  }

  /** The last of the keys that some new grievances get. */
  private static int file(String database) {
    String items = IntStream.range(0, FILED).mapToObj(each -> "{}").toList().toString();
    HttpResponse<String> filed = server.exchange("POST", database, PrivateServer.BATCH, items);
    assertEquals(207, filed.statusCode(), filed.body());
    List<Integer> keys = JsonPath.from(filed.body()).getList("data.id.flatten().value");
    assertEquals(FILED, keys.size(), filed.body());
    return keys.get(FILED - 1);
  }

  /** The path of the changes from now on. */
  private static String placeNow(String database) {
    return next(server.exchange("GET", database, "grievances/changes?from=now", ""));
  }

  private static String next(HttpResponse<String> page) {
    assertEquals(200, page.statusCode(), page.body());
    Matcher link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
    assertTrue(link.matches());
    return link.group(1);
  }

  private static int changes(String database, String path) {
    HttpResponse<String> page = server.exchange("GET", database, path, "");
    next(page);
    return JsonPath.from(page.body()).getList("data").size();
  }

  private static void assertLost(String database, String path) {
    HttpResponse<String> page = server.exchange("GET", database, path, "");
    assertEquals(410, page.statusCode(), page.body());
    assertTrue(page.body().contains("restored"), page.body());
  }

  private static int sessions() throws SQLException {
    try (Connection connection = postgres.connect(NORTHWIND);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from user_sessions")) {
      count.next();
      return count.getInt(1);
    }
  }

  private static void sayRestored(String when) throws IOException {
    String variables =
        String.join(
            "",
            DATABASES.stream()
                .map(
                    database ->
                        "<variable name=\"grievances.databases.%s.restored\" value=\"%s\"/>"
                            .formatted(database, when))
                .toList());
    Files.writeString(
        server.directory().resolve("configDropins/overrides/restored.xml"),
        "<server>" + variables + "</server>");
  }

  private static Path derby() {
    return server.directory().resolve("derby/" + PrivateServer.DERBY);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
