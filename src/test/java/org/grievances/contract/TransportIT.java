package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which TLS versions are accepted, and the security headers of responses. */
@ExtendWith(RunningServer.Resolver.class)
class TransportIT {
  private static final int HANDSHAKE = 22;

  /** ECDHE-ECDSA with AES-128-CBC and SHA, which all versions up to TLS 1.2 can use. */
  private static final int CBC_SUITE = 0xC009;

  /** ECDHE-ECDSA with AES-128-GCM and SHA-256, which current servers prefer. */
  private static final int GCM_SUITE = 0xC02B;

  private static final int SECP256R1 = 0x0017;
  private static final int ECDSA_WITH_SHA256 = 0x0403;

  @ParameterizedTest(name = "version {0} of the protocol")
  @CsvSource({"0x0300, false", "0x0301, false", "0x0302, false", "0x0303, true"})
  void tlsVersionsBefore12AreRefused(String version, boolean accepted, RunningServer server)
      throws IOException {
    byte[] clientHello = clientHello(Integer.decode(version));
    try (Socket socket = new Socket("localhost", server.server().port())) {
      socket.getOutputStream().write(clientHello);
      assertEquals(accepted, socket.getInputStream().read() == HANDSHAKE);
    }
  }

  /** Returns the ClientHello message of a protocol version (RFC 5246, section 7.4.1.2). */
  private static byte[] clientHello(int version) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int extensions = 8 + 8 + 6;
    int length = 2 + 32 + 1 + 2 + 4 + 2 + 2 + extensions;
    out.writeByte(HANDSHAKE);
    out.writeShort(version);
    out.writeShort(4 + length);
    out.writeInt(1 << 24 | length);
    out.writeShort(version);
    out.write(new byte[32]);
    out.writeByte(0);
    out.writeShort(4);
    out.writeShort(CBC_SUITE);
    out.writeShort(GCM_SUITE);
    out.writeShort(1 << 8);
    out.writeShort(extensions);
    writeExtension(out, 10, SECP256R1);
    writeExtension(out, 13, ECDSA_WITH_SHA256);
    out.writeShort(11);
    out.writeShort(2);
    out.writeShort(1 << 8);
    return bytes.toByteArray();
  }

  /** Writes an extension with a list of one element (RFC 8422, 5.1; RFC 5246, 7.4.1.4.1). */
  private static void writeExtension(DataOutputStream out, int type, int element)
      throws IOException {
    out.writeShort(type);
    out.writeShort(4);
    out.writeShort(2);
    out.writeShort(element);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/vbasoftware/grievances", "/vbasoftware/nothing", "/openapi"})
  void responsesHaveSecurityHeadersAndDoNotNameTheServer(String path, RunningServer server) {
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
