package org.grievances.faults;

import static org.grievances.faults.BadBodies.pick;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.grievances.faults.Draft.Ending;
import org.grievances.server.RunningServer;

/** What can be wrong with how a body is packed, and with where it ends. */
final class BadFraming {
  /** Unpacks to more bytes than a body may have. */
  private static final String BOMB = gzip("[" + " ".repeat(RunningServer.MAX_BYTES) + "]");

  private static final List<String> ENCODINGS =
      List.of(
          "br", "deflate", "zstd", "gzip, gzip", "gzip, br", "compress", "*", ",", ";", "GZIP;q");

  private static final List<String> CHUNKS =
      List.of(
          "zz\r\n[]\r\n0\r\n\r\n",
          "-2\r\n[]\r\n0\r\n\r\n",
          "FFFFFFFFFFFFFFFFF\r\n[]\r\n0\r\n\r\n",
          "7FFFFFFF\r\n[]\r\n0\r\n\r\n",
          "2\r\n[]",
          "2\r\n[]0\r\n\r\n",
          "1\r\n[]\r\n0\r\n\r\n",
          "2\n[]\n0\n\n",
          "2;a=\"\r\n[]\r\n0\r\n\r\n",
          " 2\r\n[]\r\n0\r\n\r\n",
          "0x2\r\n[]\r\n0\r\n\r\n",
          "\r\n",
          "",
          "0",
          "2\r\n[]\r\n0\r\nContent-Length: 7\r\nx\r\n\r\n",
          "1\r\n[\r\n1\r\n",
          "2\r\n[]\r\n0\r\n");

  private static final List<String> LENGTHS =
      List.of(
          "Content-Length: -1",
          "Content-Length: +2",
          "Content-Length: 0x2",
          "Content-Length: 2, 3",
          "Content-Length: 2\r\nContent-Length: 7",
          "Content-Length: 7\r\nContent-Length: 2",
          "Content-Length: 99999999999999999999",
          "Content-Length: 9223372036854775807",
          "Content-Length: 2147483648",
          "Content-Length:",
          "Content-Length: a",
          "Content-Length: 1e1",
          "Content-Length: 2 2",
          "Content-Length : 2",
          "");

  private static final List<String> BOTH =
      List.of(
          "Transfer-Encoding: chunked\r\nContent-Length: 3",
          "Content-Length: 3\r\nTransfer-Encoding: chunked",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 2",
          "Transfer-Encoding: xchunked\r\nContent-Length: 2",
          "Transfer-Encoding : chunked\r\nContent-Length: 2",
          "Transfer-Encoding: chunked, gzip\r\nContent-Length: 2",
          "Transfer-Encoding:\tchunked\r\nContent-Length: 0",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: ");

  private BadFraming() {}

  static String gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toString(StandardCharsets.ISO_8859_1);
  }

  static void sendGzipBomb(Draft draft, Random random) {
    draft.header("Content-Encoding", "gzip");
    draft.body = BOMB;
  }

  static void breakGzip(Draft draft, Random random) {
    draft.header("Content-Encoding", random.nextBoolean() ? "gzip" : "x-gzip");
    String packed = gzip(draft.body());
    int at = random.nextInt(packed.length());
    draft.body =
        switch (random.nextInt(6)) {
          case 0 -> packed.substring(0, at);
          case 1 -> packed.substring(0, at) + (char) random.nextInt(256) + packed.substring(at + 1);
          case 2 -> packed + BadBodies.noise(random, 1 + random.nextInt(50));
          case 3 -> packed + packed;
          case 4 -> gzip(packed);
          default -> packed.substring(0, packed.length() - 8) + "\0\0\0\0\0\0\0\0";
        };
  }

  static void sendOtherEncoding(Draft draft, Random random) {
    draft.header("Content-Encoding", pick(ENCODINGS, random));
  }

  static void lieAboutLength(Draft draft, Random random) {
    int length = draft.body().length();
    draft.framing =
        switch (random.nextInt(4)) {
          case 0 -> "Content-Length: " + (length + 1 + random.nextInt(1000));
          case 1 -> "Content-Length: " + random.nextInt(length + 1);
          default -> pick(LENGTHS, random);
        };
    draft.end(Ending.CUT);
  }

  static void breakChunks(Draft draft, Random random) {
    draft.framing = "Transfer-Encoding: chunked";
    String body = draft.body();
    String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    draft.body =
        switch (random.nextInt(3)) {
          case 0 -> chunked.substring(0, random.nextInt(chunked.length()));
          case 1 ->
              Integer.toHexString(body.length() + 1) + chunked.substring(chunked.indexOf('\r'));
          default -> pick(CHUNKS, random);
        };
    draft.end(Ending.CUT);
  }

  static void sendTwoFramings(Draft draft, Random random) {
    draft.framing = pick(BOTH, random);
    draft.body = random.nextBoolean() ? "2\r\n[]\r\n0\r\n\r\n" : "[]";
    draft.end(Ending.CUT);
  }
}
