package org.grievances.faults;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.grievances.server.SampleGrievances;
import org.grievances.server.SentContents;

/**
 * Generates bad requests by applying one or two mutations to a valid request. The same seed and
 * number give the same request.
 */
final class BadRequestGenerator {
  private static final int MAX_SUMMARY_LENGTH = 80;
  private static final int KEYS = 20_000;

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.of("PUT", "/grievances-batch"),
          Operation.of("PUT", "/grievances-batch"),
          Operation.of("PUT", "/grievances-batch?atomic=true"),
          Operation.of("PUT", "/grievances-batch?dryRun=true"),
          Operation.of("DELETE", "/grievances-batch"),
          Operation.of("POST", "/grievances"),
          Operation.of("POST", "/grievances-file"),
          Operation.of("PUT", "/grievances/17"),
          Operation.of("GET", "/grievances/17"),
          Operation.of("DELETE", "/grievances/17"),
          Operation.of("GET", "/grievances?pageSize=5"),
          Operation.of("PUT", "/grievance-statuses-batch"),
          Operation.of("POST", "/grievance-statuses"),
          Operation.of("PUT", "/grievance-statuses/none"),
          Operation.of("GET", "/grievance-statuses?pageSize=5"),
          Operation.of("POST", "/user-refresh-tokens"),
          Operation.of("POST", "/logout"));

  private final ApiOperations api;
  private final String cookie;
  private final long seed;
  private final List<String> headers;
  private final List<String> databases;
  private final String codeListDatabase;

  /** A valid operation of the API, by its method and path. */
  private record Operation(
      String method, String path, List<String> parameters, boolean array, boolean codeList) {

    static Operation of(String method, String path) {
      return new Operation(
          method, path, List.of(), path.contains("-batch"), path.contains("-statuses"));
    }

    static Operation of(ApiOperations.Operation each) {
      return new Operation(
          each.method(),
          each.path(),
          each.parameters(),
          each.path().endsWith("-batch"),
          each.isOfCodes());
    }
  }

  /**
   * @param api all operations that the server has
   * @param cookie of a session of the console
   * @param headers the headers of a valid request, without the database
   * @param codeListDatabase the database for the operations on lists of codes; it differs from the
   *     others because the codes restrict the values of grievances
   */
  BadRequestGenerator(
      ApiOperations api,
      String cookie,
      long seed,
      List<String> headers,
      List<String> databases,
      String codeListDatabase) {
    this.api = api;
    this.cookie = cookie;
    this.seed = seed;
    this.headers = headers;
    this.databases = databases;
    this.codeListDatabase = codeListDatabase;
  }

  BadRequest get(long number) {
    Random random = new Random(seed * 1_000_003 + number);
    RawRequestBuilder request = validRequest(random);
    List<Mutation> mutations = mutations(random);
    mutations.forEach(mutation -> mutation.applyTo(request, random));
    String summary = (request.method + " " + request.target).replaceAll("[^ -~]", "·");
    return new BadRequest(
        number,
        mutations,
        summary.substring(0, Math.min(MAX_SUMMARY_LENGTH, summary.length())),
        request.bytes(),
        request.method.equals("HEAD") && request.bytes == null,
        request.connectionUse);
  }

  /** One or two mutations in the order of the enum: changes to the framing need the final body. */
  private static List<Mutation> mutations(Random random) {
    List<Mutation> mutations = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 2 : 1;
    while (mutations.size() < count) {
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      boolean skipped = mutation == Mutation.GZIP_BOMB && random.nextInt(4) > 0;
      if (!skipped && !mutations.contains(mutation)) {
        mutations.add(mutation);
      }
    }
    mutations.sort(null);
    return mutations;
  }

  private RawRequestBuilder validRequest(Random random) {
    Operation operation =
        random.nextBoolean()
            ? BodyMutations.pick(OPERATIONS, random)
            : Operation.of(BodyMutations.pick(api.all(), random));
    RawRequestBuilder request = new RawRequestBuilder();
    request.method = operation.method();
    request.target = "/vbasoftware" + operation.path();
    request.array = operation.array();
    request.parameters = operation.parameters();
    request.cookie = cookie;
    request.headers.addAll(headers);
    request.header(
        "vbasoftware-database",
        operation.codeList() ? codeListDatabase : BodyMutations.pick(databases, random));
    SampleGrievances samples = new SampleGrievances(random.nextLong());
    for (int i = operation.array() ? random.nextInt(12) : 0; i >= 0; i--) {
      request.items.add(
          operation.codeList()
              ? members(random)
              : members(samples.grievance(1 + random.nextInt(KEYS))));
    }
    return request;
  }

  /** The members of an entry of a list of codes. */
  private static List<String> members(Random random) {
    String code =
        random.nextBoolean()
            ? BodyMutations.pick(BodyMutations.CODES, random)
            : "c" + random.nextInt(500);
    return new ArrayList<>(
        List.of(
            "\"grievance_Status\":\"" + code + "\"",
            "\"default_Status\":" + random.nextBoolean(),
            "\"description\":\"" + SentContents.MARKER + "\""));
  }

  private static List<String> members(JsonObject grievance) {
    List<String> members = new ArrayList<>();
    grievance.forEach((name, value) -> members.add("\"" + name + "\":" + value));
    members.add("\"resolution\":\"" + SentContents.MARKER + "\"");
    return members;
  }
}
