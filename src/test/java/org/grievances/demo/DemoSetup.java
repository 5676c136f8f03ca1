package org.grievances.demo;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;

/**
 * Creates the secrets and the configuration of the demo server, and {@code demo.env} for clients.
 */
public final class DemoSetup {
  private static final String USER = "demo";

  private DemoSetup() {}

  /**
   * @param arguments the build directory, the server directory and the HTTPS port
   */
  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, JOSEException {
    Path build = Path.of(arguments[0]);
    String port = arguments[2];
    checkFree(Integer.parseInt(port));
    Secrets secrets = Secrets.create(build.resolve("demo"));
    String password = Secrets.randomText();
    Overrides.of(secrets)
        .withSignIn(secrets, Overrides.basicRegistry(password, Map.of("grievance-admin", USER)))
        .set("grievances.https.port", port)
        .set("grievances.host", "localhost")
        .writeTo(Path.of(arguments[1]));
    writeEnvironment(build.resolve("demo.env"), port, secrets, password);
  }

  private static void checkFree(int port) throws IOException {
    try {
      new ServerSocket(port, 1, InetAddress.getByName("localhost")).close();
    } catch (IOException e) {
      throw new IOException("Port " + port + " is in use; choose another: -Dhttps.port=…", e);
    }
  }

  private static void writeEnvironment(Path file, String port, Secrets secrets, String password)
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
        URL='https://localhost:%s/vbasoftware'
        API_KEY='%s'
        TOKEN='%s'
        CA_FILE='%s'
        USER_ID='%s'
        PASSWORD='%s'
        CLIENT_ID='%s'
        CLIENT_CODE='%s'
        """
            .formatted(
                port,
                secrets.apiKey(),
                token,
                secrets.caFile().toAbsolutePath(),
                USER,
                password,
                Secrets.CLIENT,
                secrets.clientCode()));
  }
}
