package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of events come back byte for byte, with a type that their content tells. */
@ExtendWith(RunningServer.Resolver.class)
class AttachmentsIT {
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final AtomicInteger KEYS = new AtomicInteger(-68_000_000);
  private static final int MAX_BYTES = 25 * 1024 * 1024;

  private final int key = KEYS.getAndIncrement();

  /** The path to the files of a new event. */
  private String files(RunningServer server, String database) {
    server.to(database).body("{\"grievance_Key\":" + key + "}").post(RECORDS);
    return server
            .to(database)
            .body("{\"kind\":\"CALL\",\"at\":\"2026-03-01\"}")
            .post(RECORDS + "/" + key + "/events")
            .then()
            .statusCode(201)
            .extract()
            .header("Location")
        + "/attachments";
  }

  private static byte[] pdf(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    System.arraycopy(bytes("%PDF-1.7\n"), 0, content, 0, 9);
    return content;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Response post(
      RunningServer server, String database, String files, String disposition, byte[] content) {
    return server
        .to(database)
        .contentType("application/octet-stream")
        .header("Content-Disposition", disposition)
        .body(content)
        .post(files);
  }

  private static Response post(RunningServer server, String files, byte[] content) {
    return post(server, "beta", files, "attachment; filename=\"a\"", content);
  }

  private static Response postForm(
      RunningServer server, String database, String files, byte[] form) {
    return server
        .to(database)
        .contentType("multipart/form-data; boundary=\"--x y\"")
        .body(form)
        .post(files);
  }

  private static byte[] form(String name, String fileName, byte[] content) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.write(bytes("----x y\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nfirst\r\n"));
    form.write(bytes("----x y\r\nContent-Type: text/html\r\n"));
    form.write(
        ("content-disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"")
            .getBytes(StandardCharsets.UTF_8));
    form.write(bytes("\r\n\r\n"));
    form.write(content);
    form.write(bytes("\r\n----x y--\r\n"));
    return form.toByteArray();
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void fileComesBackAsItWas(String database, RunningServer server) throws Exception {
    String files = files(server, database);
    byte[] content = pdf(9 * 1024 * 1024 + 17);

    Response stored =
        post(server, database, files, "attachment; filename*=UTF-8''A%20b%E2%82%AC.pdf", content);

    stored
        .then()
        .statusCode(201)
        .body("data.file_Name", equalTo("A b€.pdf"))
        .body("data.media_Type", equalTo("application/pdf"))
        .body("data.size", equalTo(content.length))
        .body("data.sha256", equalTo(sha256(content)));
    String file = stored.header("Location");
    assertEquals(files + "/" + stored.path("data.attachment_Key"), file);
    Response read = server.to(database, "grievance-reader").get(file);
    read.then()
        .statusCode(200)
        .header("Content-Type", equalTo("application/pdf"))
        .header("Content-Length", equalTo("" + content.length))
        .header(
            "Content-Disposition",
            equalTo("attachment; filename=\"A b_.pdf\"; filename*=UTF-8''A%20b%E2%82%AC.pdf"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Content-Security-Policy", containsString("sandbox"));
    assertArrayEquals(content, read.asByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void fileOfAFormEndsAtItsBoundary(String database, RunningServer server) throws Exception {
    String files = files(server, database);
    byte[] content = "\r\n----x\r\r\n----x z\r\n--\r\nZoë\r\n\r".getBytes(StandardCharsets.UTF_8);

    Response stored = postForm(server, database, files, form("file", "C:\\dir\\Zoë.txt", content));

    stored
        .then()
        .statusCode(201)
        .body("data.file_Name", equalTo("Zoë.txt"))
        .body("data.media_Type", equalTo("text/plain; charset=utf-8"));
    assertArrayEquals(content, server.to(database).get(stored.header("Location")).asByteArray());
    post(server, database, files, "attachment; filename=b.gif", bytes("GIF89a"));
    server
        .to(database)
        .get(files + "?pageSize=1")
        .then()
        .statusCode(200)
        .header("X-Pagination", containsString("\"TotalCount\":2"))
        .body("data.file_Name", contains("Zoë.txt"));
    server.to(database).get(files + "?page=2&pageSize=1").then().body("data", hasSize(1));
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
      }
    }
    return file.toByteArray();
  }

  private static byte[] compound(String name) {
    String text = new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    return bytes("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1" + "\0".repeat(40_000) + text);
  }

  static Stream<Arguments> contents() throws IOException {
    String types = "[Content_Types].xml";
    String openXml = "application/vnd.openxmlformats-officedocument.";
    return Stream.of(
        Arguments.of("image/png", bytes("\u0089PNG\r\n\u001a\n...")),
        Arguments.of("image/jpeg", bytes("\u00ff\u00d8\u00ff\u00e0")),
        Arguments.of("image/tiff", bytes("II*\0...")),
        Arguments.of("image/tiff", bytes("MM\0*...")),
        Arguments.of("application/rtf", bytes("{\\rtf1}")),
        Arguments.of(openXml + "wordprocessingml.document", zip(types, "word/document.xml")),
        Arguments.of(openXml + "spreadsheetml.sheet", zip(types, "xl/workbook.xml")),
        Arguments.of(
            openXml + "presentationml.presentation", zip("_rels", "ppt/presentation.xml", types)),
        Arguments.of("application/msword", compound("WordDocument")),
        Arguments.of("application/vnd.ms-excel", compound("Workbook")),
        Arguments.of("application/vnd.ms-powerpoint", compound("PowerPoint Document")),
        Arguments.of("text/plain; charset=utf-8", bytes("<html><script>1</script>")),
        Arguments.of(null, zip("evil.exe")),
        Arguments.of(null, zip(types, "word/document.xml", "word/vbaProject.bin")),
        Arguments.of(null, compound("Installer")),
        Arguments.of(null, bytes("MZ\u0090\0")),
        Arguments.of(null, bytes("\u007fELF")),
        Arguments.of(null, bytes("text\0")),
        Arguments.of(null, bytes("caf\u00e9")));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void typeOfAFileIsToldByItsContent(String type, byte[] content, RunningServer server) {
    Response stored = post(server, files(server, "beta"), content);
    if (type == null) {
      stored.then().statusCode(415).body("error.type", endsWith("/unsupported-media-type"));
    } else {
      stored.then().statusCode(201).body("data.media_Type", equalTo(type));
    }
  }

  @Test
  void fileHasAtMostSoManyBytes(RunningServer server) throws IOException {
    String files = files(server, "beta");
    byte[] greatest = pdf(MAX_BYTES);
    post(server, files, greatest).then().statusCode(201);
    byte[] tooLarge = Arrays.copyOf(greatest, MAX_BYTES + 1);
    post(server, files, tooLarge)
        .then()
        .statusCode(413)
        .body("error.detail", containsString("more than " + MAX_BYTES + " bytes"));
    postForm(server, "beta", files, form("file", "a.pdf", tooLarge))
        .then()
        .statusCode(413)
        .body("error.detail", containsString("more than " + MAX_BYTES + " bytes"));
    server.to("beta").get(files).then().body("data", hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "attachment; ''; 400; is empty",
        "inline; text; 400; has no name",
        "attachment, filename=; text; 400; has no name"
      })
  void fileWithoutContentOrNameIsRefused(
      String disposition, String content, int status, String detail, RunningServer server) {
    String named = content.isEmpty() ? "attachment; filename=a" : disposition;
    post(server, "beta", files(server, "beta"), named, bytes(content))
        .then()
        .statusCode(status)
        .body("error.detail", containsString(detail));
  }

  @Test
  void formWithoutAFileIsRefused(RunningServer server) throws IOException {
    String files = files(server, "beta");
    byte[] whole = form("file", "a.txt", bytes("text"));
    postForm(server, "beta", files, form("other", "a.txt", bytes("text")))
        .then()
        .statusCode(400)
        .body("error.detail", containsString("no part named file"));
    postForm(server, "beta", files, Arrays.copyOf(whole, whole.length - 6))
        .then()
        .statusCode(400)
        .body("error.detail", containsString("does not end with its boundary"));
    server
        .to("beta")
        .contentType("multipart/form-data")
        .body(whole)
        .post(files)
        .then()
        .statusCode(400);
    server.to("beta").get(files).then().body("data", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void filesAreSeenWithTheirGrievanceAndStayWithIt(String database, RunningServer server) {
    String files = files(server, database);
    String file =
        post(server, database, files, "attachment; filename=a", bytes("text")).header("Location");
    for (String other :
        new String[] {
          files.replace("/" + key, "/" + (key - 5_000)),
          files.replaceAll("events/\\d+", "events/1999999999")
        }) {
      server.to(database).get(other).then().statusCode(404);
      post(server, database, other, "attachment; filename=a", bytes("text")).then().statusCode(404);
      server.to(database).get(file.replace(files, other)).then().statusCode(404);
    }
    server.to(database).get(files + "/1999999999").then().statusCode(404);
    server.to(database).get(files + "/x").then().statusCode(404);
    server.to(database).delete(RECORDS + "/" + key).then().statusCode(204);
    server.to(database).get(file).then().statusCode(404);
    server
        .to(database, "grievance-admin")
        .post(RECORDS + "/" + key + "/restore")
        .then()
        .statusCode(201);
    assertEquals(
        "text", new String(server.to(database).get(file).asByteArray(), Charset.defaultCharset()));
    String event = files.replace("/attachments", "");
    server.to(database).queryParam("reason", "wrong").delete(event).then().statusCode(200);
    post(server, database, files, "attachment; filename=a", bytes("text")).then().statusCode(409);
    server.to(database).get(file).then().statusCode(200);
  }
}
