package org.grievances.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate that the server shows to its callers, as the first messages of a handshake (RFC
 * 8446) between two engines in memory have it: the server tells nobody which key it has chosen.
 */
public final class ServedCertificate {
  private static final int ROUNDS = 10;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;

  private ServedCertificate() {}

  /** The end of its validity; empty if there is none. */
  public static Optional<Instant> end() throws IOException, GeneralSecurityException {
    Seen seen = new Seen();
    SSLContext trust = SSLContext.getInstance("TLS");
    trust.init(null, new TrustManager[] {seen}, null);
    SSLEngine client = trust.createSSLEngine();
    client.setUseClientMode(true);
    SSLEngine server = ServerTrust.ofCallers().createSSLEngine();
    server.setUseClientMode(false);
    ByteBuffer toServer = ByteBuffer.allocate(MAX_MESSAGE_BYTES);
    ByteBuffer toClient = ByteBuffer.allocate(MAX_MESSAGE_BYTES);
    for (int round = 0; round < ROUNDS && seen.certificate == null; round++) {
      send(client, toServer, server);
      send(server, toClient, client);
    }
    return Optional.ofNullable(seen.certificate).map(each -> each.getNotAfter().toInstant());
  }

  /**
   * Passes on the messages that one engine has for the other, as far as that takes them now.
   *
   * @param messages those that it has not taken yet
   */
  private static void send(SSLEngine from, ByteBuffer messages, SSLEngine to) throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(MAX_MESSAGE_BYTES);
    int bytes;
    do {
      runTasks(from);
      bytes = from.wrap(ByteBuffer.allocate(0), messages).bytesProduced();
    } while (bytes > 0);
    messages.flip();
    do {
      bytes = to.unwrap(messages, nothing).bytesConsumed();
      runTasks(to);
    } while (bytes > 0 && messages.hasRemaining());
    messages.compact();
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Notes the certificate, which it need not trust to read its end. */
  private static final class Seen implements X509TrustManager {
    private X509Certificate certificate;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication) {
      certificate = chain[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
