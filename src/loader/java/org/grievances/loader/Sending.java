package org.grievances.loader;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;

/**
 * How the service processes rows.
 *
 * @param strict whether an unknown member is an error in its row
 * @param dryRun whether nothing is kept
 */
record Sending(boolean strict, Mode mode, boolean dryRun) {

  /** How a row is applied. */
  enum Mode {
    /** It replaces the record with its key, or creates one. */
    REPLACE,
    /** The same, but members that it lacks keep their values. */
    MERGE,
    /** It creates a record, to which the service gives a key. */
    CREATE
  }

  /** The preferences of a request for the outcomes of rows. */
  String preferences() {
    return strict ? "handling=strict, errors=structured" : "errors=structured";
  }

  /** A request for the batch of some rows. */
  HttpRequest.Builder request(Service service, BodyPublisher rows) {
    String options = (mode == Mode.MERGE ? "&merge=true" : "") + (dryRun ? "&dryRun=true" : "");
    return service
        .request("grievances-batch" + options.replaceFirst("&", "?"))
        .method(mode == Mode.CREATE ? "POST" : "PUT", rows);
  }
}
