package org.grievances.faults;

import static org.grievances.faults.BodyMutations.pick;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;
import org.grievances.server.RunningServer;

/** Mutations of the content encoding and of the message framing (length and chunks). */
final class FramingMutations {
  /** Decompresses to more bytes than a body may have. */
  private static final String GZIP_BOMB = gzip("[" + " ".repeat(RunningServer.MAX_BYTES) + "]");

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

  private static final List<String> CONFLICTING_FRAMINGS =
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

  private FramingMutations() {}

  static String gzip(String text) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toString(StandardCharsets.ISO_8859_1);
  }

  static void sendGzipBomb(RawRequestBuilder request, Random random) {
    request.header("Content-Encoding", "gzip");
    request.body = GZIP_BOMB;
  }

  static void breakGzip(RawRequestBuilder request, Random random) {
    request.header("Content-Encoding", random.nextBoolean() ? "gzip" : "x-gzip");
    String compressed = gzip(request.body());
    int at = random.nextInt(compressed.length());
    request.body =
        switch (random.nextInt(6)) {
          case 0 -> compressed.substring(0, at);
          case 1 ->
              compressed.substring(0, at)
                  + (char) random.nextInt(256)
                  + compressed.substring(at + 1);
          case 2 -> compressed + BodyMutations.randomBytes(random, 1 + random.nextInt(50));
          case 3 -> compressed + compressed;
          case 4 -> gzip(compressed);
          default -> compressed.substring(0, compressed.length() - 8) + "\0\0\0\0\0\0\0\0";
        };
  }

  static void sendOtherEncoding(RawRequestBuilder request, Random random) {
    request.header("Content-Encoding", pick(ENCODINGS, random));
  }

  static void sendWrongLength(RawRequestBuilder request, Random random) {
    int length = request.body().length();
    request.framing =
        switch (random.nextInt(4)) {
          case 0 -> "Content-Length: " + (length + 1 + random.nextInt(1000));
          case 1 -> "Content-Length: " + random.nextInt(length + 1);
          default -> pick(LENGTHS, random);
        };
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }

  static void breakChunks(RawRequestBuilder request, Random random) {
    request.framing = "Transfer-Encoding: chunked";
    String body = request.body();
    String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    request.body =
        switch (random.nextInt(3)) {
          case 0 -> chunked.substring(0, random.nextInt(chunked.length()));
          case 1 ->
              Integer.toHexString(body.length() + 1) + chunked.substring(chunked.indexOf('\r'));
          default -> pick(CHUNKS, random);
        };
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }

  static void sendConflictingFraming(RawRequestBuilder request, Random random) {
    request.framing = pick(CONFLICTING_FRAMINGS, random);
    request.body = random.nextBoolean() ? "2\r\n[]\r\n0\r\n\r\n" : "[]";
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }
}
