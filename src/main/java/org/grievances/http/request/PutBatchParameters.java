package org.grievances.http.request;

import jakarta.ws.rs.QueryParam;
import org.grievances.batch.Only;
import org.grievances.item.ItemReader.Members;

/** The parameters of a batch that may create and change records. */
public class PutBatchParameters extends ChangeBatchParameters {
  @QueryParam("merge")
  private String merge;

  @QueryParam("only")
  private String only;

  @Override
  public Members members() {
    return flag("merge", merge) ? super.members().merged() : super.members();
  }

  @Override
  Only only() {
    return Only.of(only)
        .orElseThrow(() -> malformed("The parameter only must be new or existing."));
  }

  /** Whether it asks for what a batch that deletes cannot do. */
  public boolean isOfPut() {
    return members().areMerged() || only() != Only.ANY;
  }
}
