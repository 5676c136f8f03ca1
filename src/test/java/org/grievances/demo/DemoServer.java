package org.grievances.demo;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;

/** The server that the build made, with secrets that are written to {@code demo.env}. */
final class DemoServer {
  private static final Path BUILD = Path.of("target").toAbsolutePath();
  private static final String USER = "demo";

  private DemoServer() {}

  /**
   * Starts it at the port in {@code -Dhttps.port=…}, 9443 by default.
   *
   * @return {@code demo.env}
   */
  static Path start() throws IOException, GeneralSecurityException, JOSEException {
    int port = Integer.getInteger("https.port", 9443);
    checkFree(port);
    Secrets secrets = Secrets.create(BUILD.resolve("demo"));
    String password = Secrets.randomText();
    LibertyServer.startBuilt(
        port,
        Overrides.of(secrets)
            .withSignIn(secrets, Overrides.basicRegistry(password, Map.of("grievance-admin", USER)))
            .set("grievances.host", "localhost")
            .set("grievances.webhooks.keys", Secrets.randomText())
            .set("grievances.webhooks.allowed-networks", "127.0.0.0/8"));
    Path environment = BUILD.resolve("demo.env");
    writeEnvironment(environment, port, secrets, password);
    return environment;
  }

  private static void checkFree(int port) throws IOException {
    try {
      new ServerSocket(port, 1, InetAddress.getByName("localhost")).close();
    } catch (IOException e) {
      throw new IOException("Port " + port + " is in use; choose another: -Dhttps.port=…", e);
    }
  }

  private static void writeEnvironment(Path file, int port, Secrets secrets, String password)
      throws IOException, JOSEException {
    String token =
        secrets.token(
            "demo@plan.example", "grievance-reader", "grievance-writer", "grievance-admin");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        """
        URL='https://localhost:%d/vbasoftware'
        API_KEY='%s'
        TOKEN='%s'
        CA_FILE='%s'
        USER_ID='%s'
        PASSWORD='%s'
        CLIENT_ID='%s'
        CLIENT_CODE='%s'
        PORTAL_TOKEN='%s'
        """
            .formatted(
                port,
                secrets.apiKey(),
                token,
                secrets.caFile().toAbsolutePath(),
                USER,
                password,
                Secrets.CLIENT,
                secrets.clientCode(),
                secrets.sign(
                    Secrets.claims("member@portal.example", "grievance-writer")
                        .claim("subscriber_ID", List.of(Demo.MEMBER))
                        .build())));
  }
}
