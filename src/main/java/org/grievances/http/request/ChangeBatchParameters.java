package org.grievances.http.request;

import jakarta.ws.rs.QueryParam;

/** The parameters of a batch whose items name the records that they are for. */
public class ChangeBatchParameters extends BatchParameters {
  @QueryParam("ifUnchanged")
  private String ifUnchanged;

  @Override
  boolean ifUnchanged() {
    return flag("ifUnchanged", ifUnchanged);
  }
}
