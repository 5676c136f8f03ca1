package org.grievances.server;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an operator sets over the defaults of a server: variables and a key store. */
public final class Overrides {
  /** The default name of the account for operations. */
  public static final String OPERATIONS = "operations";

  private final Map<String, String> variables = new TreeMap<>();
  private final StringBuilder elements = new StringBuilder();

  /**
   * Those that let the holder of the secrets in, and nobody else; anybody may see which databases
   * can be used.
   */
  public static Overrides of(Secrets secrets) throws JOSEException {
    return new Overrides()
        .add(keyStore("defaultKeyStore", secrets.keystore(), secrets))
        .set("grievances.sessions.keys", secrets.sessionKey())
        .set("grievances.health.names", "true")
        .set("mp.jwt.verify.issuer", Secrets.ISSUER)
        .set("mp.jwt.verify.publickey", secrets.publicKey())
        .addClient(Secrets.CLIENT, secrets.apiKey(), "*");
  }

  private static String keyStore(String id, Path file, Secrets secrets) {
    return "<keyStore id=\"%s\" location=\"%s\" password=\"%s\" updateTrigger=\"polled\"/>"
        .formatted(id, file.toAbsolutePath(), secrets.keystorePassword());
  }

  /**
   * Those by which users sign in.
   *
   * @param registry the element that holds them
   */
  public Overrides withSignIn(Secrets secrets, String registry) {
    String codeHash = Secrets.sha256(secrets.clientCode());
    return add(keyStore("signing", secrets.signingKeystore(), secrets))
        .add(
            """
            <jwtBuilder id="grievances" issuer="${mp.jwt.verify.issuer}" audiences="grievances"
                        keyStoreRef="signing" keyAlias="signing"/>""")
        .add(registry)
        .set("grievances.api-keys." + Secrets.CLIENT + ".code-sha256", codeHash)
        .withConsole();
  }

  private Overrides withConsole() {
    variables.merge("grievances.api-keys", "console", (some, one) -> some + "," + one);
    return set("grievances.console.client", "console")
        .set("grievances.api-keys.console.databases", "*")
        .set("grievances.api-keys.console.rate", "1000")
        .set("grievances.api-keys.console.burst", "2000");
  }

  /**
   * A registry of the server's own, whose users may use all databases unless they are in a group
   * for one.
   *
   * @param usersByGroup the users in each group, separated by spaces
   */
  public static String basicRegistry(String password, Map<String, String> usersByGroup) {
    Map<String, String> groups = new TreeMap<>(usersByGroup);
    groups.put("grievance-all-databases", unlimited(usersByGroup));
    return registry(password, groups);
  }

  private static String unlimited(Map<String, String> usersByGroup) {
    Set<String> users = new TreeSet<>();
    usersByGroup.values().forEach(names -> users.addAll(List.of(names.split(" "))));
    usersByGroup.forEach(
        (group, names) -> {
          if (group.startsWith("grievance-database-")) {
            users.removeAll(List.of(names.split(" ")));
          }
        });
    return String.join(" ", users);
  }

  private static String registry(String password, Map<String, String> usersByGroup) {
    StringBuilder registry = new StringBuilder("<basicRegistry>");
    usersByGroup.values().stream()
        .flatMap(users -> Stream.of(users.split(" ")))
        .filter(user -> !user.isEmpty())
        .distinct()
        .forEach(
            user ->
                registry.append("<user name=\"%s\" password=\"%s\"/>".formatted(user, password)));
    usersByGroup.forEach(
        (group, users) ->
            registry.append("<group name=\"%s\">%s</group>".formatted(group, members(users))));
    return registry.append("</basicRegistry>").toString();
  }

  private static String members(String users) {
    return Stream.of(users.split(" "))
        .filter(user -> !user.isEmpty())
        .map("<member name=\"%s\"/>"::formatted)
        .collect(Collectors.joining());
  }

  /** Gives the account for operations a password. */
  public Overrides withOperations(String password) {
    return set("grievances.operations.sha256", Secrets.sha256(password));
  }

  /** Callers' addresses are those that a proxy tells. */
  public Overrides behindProxy() {
    return add(
        "<httpEndpoint id=\"defaultHttpEndpoint\"><remoteIp proxies=\"127[.]0[.]0[.]1\"/></httpEndpoint>");
  }

  private Overrides add(String element) {
    elements.append("  ").append(element).append('\n');
    return this;
  }

  public Overrides set(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Tokens are verified with the keys at an address. */
  public Overrides withKeysAt(String address) {
    variables.remove("mp.jwt.verify.publickey");
    return set("mp.jwt.verify.publickey.location", address);
  }

  /** A client that may send as many requests as it can. */
  public Overrides addClient(String client, String apiKey, String databases) {
    return addClient(client, apiKey, databases, 100_000);
  }

  /**
   * @param rate how many requests it may send in a second; twice as many at once
   */
  public Overrides addClient(String client, String apiKey, String databases, int rate) {
    return addDefaultClient(client, apiKey, databases)
        .set("grievances.api-keys." + client + ".rate", Integer.toString(rate))
        .set("grievances.api-keys." + client + ".burst", Integer.toString(2 * rate));
  }

  /** A client that may send as many requests as any by default. */
  public Overrides addDefaultClient(String client, String apiKey, String databases) {
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
        .collect(Collectors.joining("", "<server>\n" + elements, "</server>\n"));
  }
}
