package org.grievances.http.request;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.ZoneId;
import java.util.OptionalInt;
import org.grievances.batch.Batch;
import org.grievances.batch.Only;
import org.grievances.body.Body;
import org.grievances.item.BodySource;
import org.grievances.item.ItemReader.Members;
import org.grievances.item.part.BodySplitter;
import org.grievances.schema.Table;

/** The headers and query parameters of every batch request. */
public class BatchParameters extends IdempotentParameters {

  @QueryParam("atomic")
  private String atomic;

  @QueryParam("dryRun")
  private String dryRun;

  @QueryParam("maxFailures")
  private String maxFailures;

  public Batch.Options options() {
    return new Batch.Options(
        flag("atomic", atomic),
        flag("dryRun", dryRun),
        ifUnchanged(),
        only(),
        maxFailures(),
        members());
  }

  /** Whether items are for records with their {@code update_Date}. */
  boolean ifUnchanged() {
    return false;
  }

  /** Which records the items may be of. */
  Only only() {
    return Only.ANY;
  }

  private OptionalInt maxFailures() {
    return maxFailures == null
        ? OptionalInt.empty()
        : OptionalInt.of(number("maxFailures", maxFailures, 1, Integer.MAX_VALUE));
  }

  /** The name of the file in the body; null if the sender does not name it. */
  public String file() {
    return FileName.of(headers().getHeaderString(HttpHeaders.CONTENT_DISPOSITION));
  }

  /**
   * Reads the items of a body as its type says.
   *
   * @param members which members of an item are read
   * @param zone in which date-times without an offset are local time
   */
  public BodySource source(Body body, Table table, Members members, ZoneId zone, int maxItems) {
    return new BodySource(body, format(), csv(), table, members, zone, maxItems);
  }

  /**
   * Splits a body as its type says.
   *
   * @param members which members of an item will be read
   */
  public BodySplitter splitter(Table table, Members members, int maxItems) {
    return new BodySplitter(format(), csv(), table, members, maxItems);
  }
}
