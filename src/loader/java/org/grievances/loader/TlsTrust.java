package org.grievances.loader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Creates the TLS context that decides which servers are trusted. */
final class TlsTrust {
  private TlsTrust() {}

  /**
   * @param caFile certificates in PEM, which are trusted instead of the platform's; null for none
   */
  static SSLContext context(Path caFile) {
    try {
      if (caFile == null) {
        return SSLContext.getDefault();
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      try (InputStream certificates = Files.newInputStream(caFile)) {
        int count = 0;
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
          trusted.setCertificateEntry("ca-" + count++, certificate);
        }
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw ExitException.usage("The certificates in " + caFile + " cannot be read.");
    }
  }
}
