package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.ValidatableResponse;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What protects requests on their way, and what responses say of the server. */
@ExtendWith(RunningServer.Resolver.class)
class TransportIT {
  private static final int HANDSHAKE = 22;

  /** One suite that every version up to 1.2 has: RSA with AES-128-CBC and SHA. */
  private static final int SUITE = 0x002F;

  /** And one that servers choose today: ECDHE-RSA with AES-128-GCM and SHA-256. */
  private static final int MODERN_SUITE = 0xC02F;

  @ParameterizedTest(name = "version {0} of the protocol")
  @CsvSource({"0x0300, 21", "0x0301, 21", "0x0302, 21", "0x0303, 22"})
  void oldVersionsOfTlsAreRefused(String version, int answer, RunningServer server)
      throws IOException {
    assertEquals(answer, hello(Integer.decode(version), server.server().port()));
  }

  /** Says hello in a version and gives the kind of record that is answered (RFC 5246, 6.2.1). */
  private static int hello(int version, int port) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      int extensions = 8 + 8 + 6;
      int hello = 2 + 32 + 1 + 2 + 4 + 2 + 2 + extensions;
      out.writeByte(HANDSHAKE);
      out.writeShort(version);
      out.writeShort(4 + hello);
      out.writeInt(1 << 24 | hello);
      out.writeShort(version);
      out.write(new byte[32]);
      out.writeByte(0);
      out.writeShort(4);
      out.writeShort(SUITE);
      out.writeShort(MODERN_SUITE);
      out.writeShort(1 << 8);
      out.writeShort(extensions);
      writeExtension(out, 10, 0x0017);
      writeExtension(out, 13, 0x0401);
      out.writeShort(11);
      out.writeShort(2);
      out.writeShort(1 << 8);
      out.flush();
      return new DataInputStream(socket.getInputStream()).readUnsignedByte();
    }
  }

  /** An extension that is a list of one (RFC 8422, section 5.1; RFC 5246, 7.4.1.4.1). */
  private static void writeExtension(DataOutputStream out, int type, int only) throws IOException {
    out.writeShort(type);
    out.writeShort(4);
    out.writeShort(2);
    out.writeShort(only);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/vbasoftware/grievances", "/vbasoftware/nothing", "/health/live", "/openapi"})
  void responsesProtectTheirReadersAndTellNothingOfTheServer(String path, RunningServer server) {
    ValidatableResponse response = server.plain().get(path).then();
    response
        .header("Strict-Transport-Security", containsString("max-age=31536000"))
        .header("Server", nullValue())
        .header("X-Powered-By", nullValue());
    if (path.startsWith("/vbasoftware")) {
      response.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
    }
  }
}
