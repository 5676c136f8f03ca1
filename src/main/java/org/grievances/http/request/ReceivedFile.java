package org.grievances.http.request;

import org.grievances.body.Body;

/**
 * A file that was received. It owns its content, which is gone once it is closed.
 *
 * @param name without directories, of at most 255 characters
 * @param sha256 of the content, in hexadecimal digits
 */
public record ReceivedFile(String name, Body content, String sha256) implements AutoCloseable {
  @Override
  public void close() {
    content.close();
  }
}
