package org.grievances.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an HTTP/1.1 request that may be invalid. All strings are encoded as ISO 8859-1, so that
 * each character is one byte.
 */
final class RawRequestBuilder {
  /** How the connection is used after the request. */
  enum ConnectionUse {
    /** The request is well framed; it gets a response, and another request may follow. */
    KEEP_ALIVE,
    /** The client closes its side after the request and expects a response. */
    CLOSE,
    /** The client closes its side; an incomplete or non-HTTP request may get no response. */
    CLOSE_RESPONSE_OPTIONAL
  }

  String method;
  String target;
  String version = "HTTP/1.1";
  final List<String> headers = new ArrayList<>();

  /** The JSON members of each item. */
  final List<List<String>> items = new ArrayList<>();

  /** Whether the items are sent as a JSON array. */
  boolean array;

  /** The names of query parameters that the operation has. */
  List<String> parameters = List.of();

  /** The cookie of a session of the console. */
  String cookie;

  /** Replaces the items unless null. */
  String body;

  /** Replaces the {@code Content-Length} header unless null. */
  String framing;

  /** Replaces the whole request unless null. */
  String bytes;

  ConnectionUse connectionUse = ConnectionUse.KEEP_ALIVE;

  /** The items as JSON, or their replacement. */
  String body() {
    if (body != null) {
      return body;
    }
    List<String> objects =
        items.stream().map(members -> "{" + String.join(",", members) + "}").toList();
    return array ? "[" + String.join(",", objects) + "]" : String.join("", objects);
  }

  void header(String name, String value) {
    headers.removeIf(header -> header.startsWith(name + ":"));
    headers.add(name + ": " + value);
  }

  /** Changes the use of the connection, but only to a later constant. */
  void useConnection(ConnectionUse other) {
    connectionUse = connectionUse.compareTo(other) > 0 ? connectionUse : other;
  }

  byte[] bytes() {
    return (bytes == null ? text() : bytes).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String text() {
    String content = body();
    String length = framing == null ? "Content-Length: " + content.length() : framing;
    return (method + " " + target + " " + version + "\r\n")
        + (String.join("\r\n", headers) + "\r\n")
        + (length.isEmpty() ? "" : length + "\r\n")
        + "\r\n"
        + content;
  }
}
