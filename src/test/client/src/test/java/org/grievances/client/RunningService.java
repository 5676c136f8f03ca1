package org.grievances.client;

import static org.grievances.client.Service.property;

import jakarta.ws.rs.client.ClientBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** Connects to the {@link Service} with Jersey. */
final class RunningService {
  static final String USER_AGENT = "grievances-client/1.0";

  private RunningService() {}

  /** Creates a client with the API key but without a token. */
  static ApiClient connect(Object... providers) throws IOException, GeneralSecurityException {
    ApiClient client = new ApiClient();
    ClientBuilder builder =
        ClientBuilder.newBuilder()
            .withConfig(client.getClientConfig())
            .trustStore(Service.certificates());
    for (Object provider : providers) {
      builder.register(provider);
    }
    client.setHttpClient(builder.build());
    client.setBasePath(property("url"));
    client.setUserAgent(USER_AGENT);
    client.setApiKey(property("api-key"));
    return client;
  }
}
