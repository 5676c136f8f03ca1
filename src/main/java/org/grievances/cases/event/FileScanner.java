package org.grievances.cases.event;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.body.Body;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.settings.AttachmentSettings;

/** Lets a clamd scan files before they are stored, if the operator has one (clamd(8), INSTREAM). */
@ApplicationScoped
public class FileScanner {
  private static final Logger LOGGER = Logger.getLogger(FileScanner.class.getName());
  private static final int CHUNK = 64 * 1024;
  private static final int MAX_REPLY = 1024;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  @Inject private AttachmentSettings settings;

  /**
   * Scans a file.
   *
   * @throws FailureException {@code FILE_REFUSED} if the scanner refuses it, {@code
   *     SCANNER_UNAVAILABLE} if it does not answer
   */
  void scan(Body file) {
    settings.clamdHost().ifPresent(host -> scan(file, host));
  }

  private void scan(Body file, String host) {
    String reply;
    try {
      reply = ask(file, host);
    } catch (IOException e) {
      Activity.log(LOGGER, Level.WARNING, "A file could not be scanned.", e);
      throw unavailable();
    }
    if (reply.endsWith(" FOUND")) {
      throw new FailureException(
          ProblemType.FILE_REFUSED, "The scanner of this service refuses the file.");
    }
    if (!reply.equals("stream: OK")) {
      LOGGER.warning("A file was not scanned: clamd answered with an error.");
      throw unavailable();
    }
  }

  private static FailureException unavailable() {
    return new FailureException(
        ProblemType.SCANNER_UNAVAILABLE,
        "The file cannot be scanned now, and is not stored without.",
        RETRY_AFTER);
  }

  private String ask(Body file, String host) throws IOException {
    int timeout = (int) settings.scanTimeout().toMillis();
    try (Socket socket = new Socket();
        InputStream content = file.open()) {
      socket.connect(new InetSocketAddress(host, settings.clamdPort()), timeout);
      socket.setSoTimeout(timeout);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
      for (byte[] chunk = content.readNBytes(CHUNK);
          chunk.length > 0;
          chunk = content.readNBytes(CHUNK)) {
        out.writeInt(chunk.length);
        out.write(chunk);
      }
      out.writeInt(0);
      out.flush();
      byte[] reply = socket.getInputStream().readNBytes(MAX_REPLY);
      return new String(reply, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
  }
}
