package org.grievances.faults;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.grievances.server.SampleGrievances;
import org.grievances.server.SentContents;

/** Makes bad requests of good ones; the same seed and number make the same one. */
final class BadRequests {
  private static final int LINE_LENGTH = 80;
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

  private final long seed;
  private final List<String> headers;
  private final List<String> databases;
  private final String databaseOfCodes;

  /** What is sent, and where to. */
  private record Operation(String method, String path, boolean array, boolean codes) {

    static Operation of(String method, String path) {
      return new Operation(method, path, path.contains("-batch"), path.contains("-statuses"));
    }
  }

  /**
   * @param headers those of a good request, but for its database
   * @param databaseOfCodes where lists of codes are written, which restrict what grievances hold
   */
  BadRequests(long seed, List<String> headers, List<String> databases, String databaseOfCodes) {
    this.seed = seed;
    this.headers = headers;
    this.databases = databases;
    this.databaseOfCodes = databaseOfCodes;
  }

  BadRequest get(long number) {
    Random random = new Random(seed * 1_000_003 + number);
    Draft draft = good(random);
    List<Harm> harms = harms(random);
    harms.forEach(harm -> harm.doTo(draft, random));
    String line = (draft.method + " " + draft.target).replaceAll("[^ -~]", "·");
    return new BadRequest(
        number,
        harms,
        line.substring(0, Math.min(LINE_LENGTH, line.length())),
        draft.bytes(),
        draft.method.equals("HEAD") && draft.bytes == null,
        draft.ending);
  }

  /** In their order, since what concerns the framing must see the body as it will be. */
  private static List<Harm> harms(Random random) {
    List<Harm> harms = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 2 : 1;
    while (harms.size() < count) {
      Harm harm = Harm.values()[random.nextInt(Harm.values().length)];
      boolean costly = harm == Harm.GZIP_BOMB && random.nextInt(4) > 0;
      if (!costly && !harms.contains(harm)) {
        harms.add(harm);
      }
    }
    harms.sort(null);
    return harms;
  }

  private Draft good(Random random) {
    Operation operation = BadBodies.pick(OPERATIONS, random);
    Draft draft = new Draft();
    draft.method = operation.method();
    draft.target = "/vbasoftware" + operation.path();
    draft.array = operation.array();
    draft.headers.addAll(headers);
    draft.header(
        "vbasoftware-database",
        operation.codes() ? databaseOfCodes : BadBodies.pick(databases, random));
    SampleGrievances samples = new SampleGrievances(random.nextLong());
    for (int i = operation.array() ? random.nextInt(12) : 0; i >= 0; i--) {
      draft.items.add(
          operation.codes()
              ? members(random)
              : members(samples.grievance(1 + random.nextInt(KEYS))));
    }
    return draft;
  }

  /** Those of an entry of a list. */
  private static List<String> members(Random random) {
    String code =
        random.nextBoolean() ? BadBodies.pick(BadBodies.CODES, random) : "c" + random.nextInt(500);
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
