package org.grievances.faults;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.grievances.server.RunningServer;

/**
 * Every operation of the server: those that its OpenAPI document describes, and its pages.
 *
 * @param headers the names of all header parameters of the API
 */
record ApiOperations(List<Operation> all, Set<String> headers) {
  /** The paths outside the API, for which browsers send GET. */
  private static final List<String> PAGES =
      List.of(
          "/",
          "/console",
          "/console/",
          "/console/index.html",
          "/console/app.js",
          "/console/lib/chart.js",
          "/console/sign-in",
          "/console/sign-in/callback",
          "/openapi",
          "/container-errors",
          "/vbasoftware/problems/not-found");

  /**
   * An operation with values for the parameters of its path.
   *
   * @param parameters the names of its query parameters
   */
  record Operation(String method, String path, List<String> parameters) {

    boolean isOfCodes() {
      return path.contains("-statuses") || path.contains("-types") || path.contains("-categories");
    }
  }

  static ApiOperations of(RunningServer server) {
    List<Operation> all = new ArrayList<>();
    Set<String> headers = new TreeSet<>();
    JsonObject document = parse(server.plain().get("/openapi?format=JSON").asString());
    document
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject()
                    .forEach((method, each) -> add(document, method, path, each, all, headers)));
    PAGES.forEach(path -> all.add(new Operation("GET", path, List.of("code", "state", "error"))));
    return new ApiOperations(List.copyOf(all), headers);
  }

  private static JsonObject parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static void add(
      JsonObject document,
      String method,
      String path,
      JsonValue operation,
      List<Operation> all,
      Set<String> headers) {
    JsonArray declared = operation.asJsonObject().getJsonArray("parameters");
    List<String> query = new ArrayList<>();
    for (JsonValue each : declared == null ? JsonValue.EMPTY_JSON_ARRAY : declared) {
      JsonObject parameter = resolve(document, each.asJsonObject());
      if (parameter.getString("in").equals("query")) {
        query.add(parameter.getString("name"));
      } else if (parameter.getString("in").equals("header")) {
        headers.add(parameter.getString("name"));
      }
    }
    String address = "/vbasoftware" + path.replaceAll("\\{[^}]*}", "17");
    all.add(new Operation(method.toUpperCase(Locale.ROOT), address, query));
  }

  private static JsonObject resolve(JsonObject document, JsonObject parameter) {
    return parameter.containsKey("$ref")
        ? document.getValue(parameter.getString("$ref").substring(1)).asJsonObject()
        : parameter;
  }
}
