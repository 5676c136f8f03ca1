package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the operator has a clamd, only files that it has found clean are stored. */
class ScannedFilesIT {
  private static final String VIRUS = "EICAR";

  private static PrivateServer server;
  private static ServerSocket clamd;
  private static String files;

  @BeforeAll
  static void start() throws Exception {
    clamd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server =
        PrivateServer.install(
            "scanned",
            Map.of(
                "grievances.attachments.clamd-host",
                "127.0.0.1",
                "grievances.attachments.clamd-port",
                Integer.toString(clamd.getLocalPort()),
                "grievances.attachments.scan-timeout",
                "PT2S"));
    server.start();
    server.awaitDatabase(PrivateServer.DERBY);
    post("grievances", "{\"grievance_Key\":1}");
    String event = post("grievances/1/events", "{\"kind\":\"CALL\",\"at\":\"2026-03-01\"}");
    files =
        "grievances/1/events/" + JsonPath.from(event).getString("data.event_Key") + "/attachments";
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    clamd.close();
  }

  private static String post(String path, String body) {
    HttpResponse<String> response = server.exchange("POST", PrivateServer.DERBY, path, body);
    assertEquals(201, response.statusCode(), response.body());
    return response.body();
  }

  /** Answers one scan as clamd does. */
  private static Thread answer(String inError) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = clamd.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                assertEquals("zINSTREAM\0", new String(in.readNBytes(10), StandardCharsets.UTF_8));
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                for (int length = in.readInt(); length > 0; length = in.readInt()) {
                  file.write(in.readNBytes(length));
                }
                boolean isFound = file.toString(StandardCharsets.UTF_8).contains(VIRUS);
                String clean = isFound ? "stream: Eicar FOUND" : "stream: OK";
                String reply = (inError == null ? clean : inError) + "\0";
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void assertStored(String content, int status, String type) throws IOException {
    HttpResponse<String> response = server.postFile(PrivateServer.DERBY, files, content);
    assertEquals(status, response.statusCode(), response.body());
    if (status != 201) {
      assertTrue(response.body().contains(type), response.body());
    }
  }

  private static int stored() {
    String list = server.exchange("GET", PrivateServer.DERBY, files, "").body();
    return JsonPath.from(list).getList("data").size();
  }

  @Test
  void onlyFilesThatAreFoundCleanAreStored() throws Exception {
    int before = stored();
    Thread clean = answer(null);
    assertStored("A letter", 201, null);
    clean.join();
    assertEquals(before + 1, stored());
    Thread infected = answer(null);
    assertStored("A letter with " + VIRUS, 422, "/file-refused");
    infected.join();
    Thread overlong = answer("INSTREAM size limit exceeded. ERROR");
    assertStored("A long letter", 503, "/scanner-unavailable");
    overlong.join();
    // Nobody answers.
    assertStored("A letter", 503, "/scanner-unavailable");
    assertEquals(before + 1, stored());
  }
}
