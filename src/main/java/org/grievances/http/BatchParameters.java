package org.grievances.http;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.ZoneId;
import org.grievances.batch.Batch;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.Body;
import org.grievances.item.BodySource;
import org.grievances.item.BodySplitter;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Table;

/** The headers and query parameters of a batch request. */
public class BatchParameters extends IdempotentParameters {

  @QueryParam("atomic")
  private String atomic;

  @QueryParam("dryRun")
  private String dryRun;

  @QueryParam("ifUnchanged")
  private String ifUnchanged;

  Batch.Options options() {
    return new Batch.Options(
        flag("atomic", atomic),
        flag("dryRun", dryRun),
        flag("ifUnchanged", ifUnchanged),
        members());
  }

  /** The name of the file in the body; null if the sender does not name it. */
  String file() {
    return FileName.of(headers().getHeaderString(HttpHeaders.CONTENT_DISPOSITION));
  }

  /**
   * Reads the items of a body as its type says.
   *
   * @param members which members of an item are read
   * @param zone in which date-times without an offset are local time
   */
  BodySource source(Body body, Table table, Members members, ZoneId zone, int maxItems) {
    return new BodySource(body, format(), csv(), table, members, zone, maxItems);
  }

  /** Splits a body as its type says. */
  BodySplitter splitter(Table table, int maxItems) {
    return new BodySplitter(format(), csv(), table, maxItems);
  }

  /**
   * A parameter that is true or false.
   *
   * @throws ProblemException {@code MALFORMED_REQUEST} if it is neither, in lower case
   */
  public static boolean flag(String name, String value) {
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw new FailureException(
        ProblemType.MALFORMED_REQUEST, "The parameter " + name + " must be true or false.");
  }
}
