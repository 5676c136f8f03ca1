package org.grievances.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;

/**
 * Checks that there is a certificate for callers, that the files of keys and certificates can be
 * opened, and until when they are valid.
 */
final class KeyStoreCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private final ServerConfiguration configuration;
  private final Report report;
  private final Instant now = Instant.now();

  KeyStoreCheck(ServerConfiguration configuration, Report report) {
    this.configuration = configuration;
    this.report = report;
  }

  void check() {
    configuration.keyStores().forEach(this::check);
    if (!configuration.hasServedKeyStore()) {
      report.error(
          configuration.place("keyStore"),
          "key store "
              + configuration.servedKeyStore()
              + " is nowhere, so that no HTTPS port is opened; name your certificate in a file in"
              + " configDropins/overrides: <keyStore id=\""
              + configuration.servedKeyStore()
              + "\" location=… password=…/>");
    }
  }

  /** One whose file is named by what only the server knows is left out. */
  private void check(KeyStoreElement element) {
    String location = configuration.resolve(element.location());
    String password = configuration.resolve(element.password());
    if (ServerConfiguration.isUnresolved(location + password) || !Path.of(location).isAbsolute()) {
      return;
    }
    Path file = Path.of(location);
    if (!Files.isReadable(file)) {
      report.error(element.place(), "key store " + element.id() + ": " + file + " cannot be read");
      return;
    }
    Passwords.decode(password).ifPresent(decoded -> check(element, file, decoded.toCharArray()));
  }

  private void check(KeyStoreElement element, Path file, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          check(element, alias, certificate, store.isKeyEntry(alias));
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      report.error(
          element.place(),
          "key store " + element.id() + ": " + file + " cannot be opened with this password");
    }
  }

  /** Callers refuse a key whose certificate is over; that of another is only not trusted. */
  private void check(
      KeyStoreElement element, String alias, X509Certificate certificate, boolean hasKey) {
    String subject = "key store " + element.id() + ": the certificate '" + alias + "' ";
    Instant end = certificate.getNotAfter().toInstant();
    if (certificate.getNotBefore().toInstant().isAfter(now)) {
      report.warning(
          element.place(),
          subject + "is valid from " + day(certificate.getNotBefore().toInstant()) + " on");
    } else if (hasKey && end.isBefore(now)) {
      report.error(element.place(), subject + "was valid until " + day(end));
    } else if (end.isBefore(now.plus(SOON))) {
      report.warning(element.place(), subject + "is valid until " + day(end));
    }
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
