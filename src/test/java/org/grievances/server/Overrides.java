package org.grievances.server;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an operator sets over the defaults of a server: variables and a key store. */
public final class Overrides {
  private final Map<String, String> variables = new TreeMap<>();
  private String keystore = "";

  /** Those that let the holder of the secrets in, and nobody else. */
  public static Overrides of(Secrets secrets) throws JOSEException {
    Overrides overrides = new Overrides();
    overrides.keystore =
        "  <keyStore id=\"defaultKeyStore\" location=\"%s\" password=\"%s\"/>\n"
            .formatted(secrets.keystore().toAbsolutePath(), secrets.keystorePassword());
    return overrides
        .set("mp.jwt.verify.issuer", Secrets.ISSUER)
        .set("mp.jwt.verify.publickey", secrets.publicKey())
        .addClient("everywhere", secrets.apiKey(), "*");
  }

  public Overrides set(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public Overrides addClient(String client, String apiKey, String databases) {
    variables.merge("grievances.api-keys", client, (some, one) -> some + "," + one);
    return set("grievances.api-keys." + client + ".sha256", Secrets.sha256(apiKey))
        .set("grievances.api-keys." + client + ".databases", databases);
  }

  /** Writes them where they override the defaults of a server. */
  public void writeTo(Path serverDirectory) throws IOException {
    Path overrides = serverDirectory.resolve("configDropins/overrides");
    Files.createDirectories(overrides);
    Files.writeString(overrides.resolve("operator.xml"), xml());
  }

  private String xml() {
    return variables.entrySet().stream()
        .map(v -> "  <variable name=\"" + v.getKey() + "\" value=\"" + v.getValue() + "\"/>\n")
        .collect(Collectors.joining("", "<server>\n" + keystore, "</server>\n"));
  }
}
