package org.grievances.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request while it is put together. Its texts are bytes: each character stands for one. */
final class Draft {
  /** What becomes of the connection. */
  enum Ending {
    /** The request is well framed: it is answered, and another may follow. */
    KEPT,
    /** Nothing follows the request, which is answered all the same. */
    ENDED,
    /** Nothing follows, and there may be no answer: it is not HTTP, or less than it says. */
    CUT
  }

  String method;
  String target;
  String version = "HTTP/1.1";
  final List<String> headers = new ArrayList<>();

  /** Each the members of an item. */
  final List<List<String>> items = new ArrayList<>();

  boolean array;

  /** In the place of the items, where it is not null. */
  String body;

  /** In the place of the length, where it is not null. */
  String framing;

  /** In the place of the whole request, where it is not null. */
  String bytes;

  Ending ending = Ending.KEPT;

  /** The items as JSON, or what stands in their place. */
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

  void end(Ending other) {
    ending = ending.compareTo(other) > 0 ? ending : other;
  }

  byte[] bytes() {
    return (bytes == null ? text() : bytes).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String text() {
    String sent = body();
    String length = framing == null ? "Content-Length: " + sent.length() : framing;
    return (method + " " + target + " " + version + "\r\n")
        + (String.join("\r\n", headers) + "\r\n")
        + (length.isEmpty() ? "" : length + "\r\n")
        + "\r\n"
        + sent;
  }
}
