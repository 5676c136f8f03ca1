package org.grievances.server;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The configuration of a server as an operator writes it: a file of variables. */
public final class ServerVariables {
  private final Map<String, String> values = new TreeMap<>();

  /** Variables that let the holder of the secrets in, and nobody else. */
  public static ServerVariables of(Secrets secrets) throws JOSEException {
    return new ServerVariables()
        .set("tls.keystore", secrets.keystore().toAbsolutePath().toString())
        .set("tls.keystore.password", secrets.keystorePassword())
        .set("mp.jwt.verify.issuer", Secrets.ISSUER)
        .set("mp.jwt.verify.publickey", secrets.publicKey())
        .addClient("everywhere", secrets.apiKey(), "*");
  }

  public ServerVariables set(String name, String value) {
    values.put(name, value);
    return this;
  }

  public ServerVariables addClient(String client, String apiKey, String databases) {
    values.merge("grievances.api-keys", client, (some, one) -> some + "," + one);
    return set("grievances.api-keys." + client + ".sha256", Secrets.sha256(apiKey))
        .set("grievances.api-keys." + client + ".databases", databases);
  }

  /** Writes them where they override the defaults of a server. */
  public void writeTo(Path serverDirectory) throws IOException {
    Path overrides = serverDirectory.resolve("configDropins/overrides");
    Files.createDirectories(overrides);
    Files.writeString(overrides.resolve("variables.xml"), xml());
  }

  private String xml() {
    return values.entrySet().stream()
        .map(v -> "  <variable name=\"" + v.getKey() + "\" value=\"" + v.getValue() + "\"/>\n")
        .collect(Collectors.joining("", "<server>\n", "</server>\n"));
  }
}
