package org.grievances.http;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import org.grievances.batch.Batch;
import org.grievances.item.Body;
import org.grievances.item.BodyFormat;
import org.grievances.item.BodySource;
import org.grievances.item.BodySplitter;
import org.grievances.item.CsvForm;
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

  /** How the items stand in the body. */
  BodyFormat format() {
    return MediaTypes.format(headers().getMediaType());
  }

  private CsvForm csv() {
    MediaType type = headers().getMediaType();
    return new CsvForm(BodyReceiver.charset(type), MediaTypes.isGuarded(type));
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

  static boolean flag(String name, String value) {
    if (value == null || value.equalsIgnoreCase("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    throw new ProblemException(
        ProblemType.MALFORMED_REQUEST, "The parameter " + name + " must be true or false.");
  }
}
