package org.grievances.client;

import jakarta.ws.rs.client.ClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Objects;

/** Connects to the service that the system properties describe. */
final class RunningService {
  static final String USER_AGENT = "grievances-client/1.0";

  private RunningService() {}

  /** Creates a client with the API key but without a token. */
  static ApiClient connect(Object... providers) throws IOException, GeneralSecurityException {
    ApiClient client = new ApiClient();
    ClientBuilder builder =
        ClientBuilder.newBuilder()
            .withConfig(client.getClientConfig())
            .trustStore(certificates(Path.of(property("ca-file"))));
    for (Object provider : providers) {
      builder.register(provider);
    }
    client.setHttpClient(builder.build());
    client.setBasePath(property("url"));
    client.setUserAgent(USER_AGENT);
    client.setApiKey(property("api-key"));
    return client;
  }

  static String property(String suffix) {
    String name = "grievances." + suffix;
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  private static KeyStore certificates(Path pem) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + trusted.size(), each);
      }
    }
    return trusted;
  }
}
