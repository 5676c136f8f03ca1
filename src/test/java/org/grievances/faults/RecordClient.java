package org.grievances.faults;

import java.io.IOException;
import java.net.http.HttpResponse;

/** Sends requests as a user who may write. */
@FunctionalInterface
interface RecordClient {

  /**
   * @param path relative to the base path of the API
   * @throws IOException if there is no response
   */
  HttpResponse<String> send(String method, String database, String path, String body)
      throws IOException;
}
