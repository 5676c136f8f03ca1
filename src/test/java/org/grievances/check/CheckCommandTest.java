package org.grievances.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that checks a configuration, on directories as operators have them. */
class CheckCommandTest {
  private static final String POSTGRESQL =
      """
      <server>
        <dataSource jndiName="%s" jdbcDriverRef="postgresql">
          <properties.postgresql serverName="%s" databaseName="%s" sslMode="verify-full"/>
        </dataSource>
      </server>
      """;

  private static final String KEYS = "<server><keyStore id=\"%s\" password=\"x\"/></server>";

  @TempDir private Path directory;
  private int status;

  @BeforeEach
  void createServer() throws IOException {
    write("server.xml", "<server>\n  <include location=\"databases/\"/>\n</server>\n");
    write("configDropins/defaults/keys.xml", KEYS.formatted("defaultKeyStore"));
    write("databases/acme.xml", POSTGRESQL.formatted("jdbc/grievances/acme", "db.example", "acme"));
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> check(Map<String, String> environment) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    status =
        CheckCommand.run(
            new String[] {directory.toString()}, environment, new PrintStream(out, true));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void assertError(String line) throws IOException {
    assertEquals(List.of(line), check(Map.of()));
    assertEquals(1, status);
  }

  @Test
  void configurationWithoutErrorsIsPassed() throws IOException {
    assertEquals(List.of(), check(Map.of()));
    assertEquals(0, status);
  }

  @Test
  void shippedConfigurationIsPassed() throws IOException {
    directory = Path.of("liberty");
    assertEquals(List.of(), check(Map.of("keystore_password", "x")));
  }

  /** A server that was made by its own command has such a password; a package has none. */
  @Test
  void serverWithoutACertificateIsReported() throws IOException {
    String error =
        "server.xml:1: error: key store %s is nowhere, so that no HTTPS port is opened; name your"
            + " certificate in a file in configDropins/overrides: <keyStore id=\"%s\" location=…"
            + " password=…/>";
    write("configDropins/defaults/keys.xml", "<server/>");
    assertError(error.formatted("defaultKeyStore", "defaultKeyStore"));
    write("server.env", "keystore_password=x\n");
    assertEquals(List.of(), check(Map.of()));

    write("configDropins/defaults/keys.xml", KEYS.formatted("defaultKeyStore"));
    write(
        "configDropins/overrides/tls.xml",
        "<server><ssl id=\"defaultSSLConfig\" keyStoreRef=\"plan\"/></server>");
    assertError(error.formatted("plan", "plan"));
    write("configDropins/overrides/keys.xml", KEYS.formatted("plan"));
    assertEquals(List.of(), check(Map.of()));
  }

  @Test
  void variablesInFilesAreChecked() throws IOException {
    write("variables/grievances.batch.max-items", "-1\n");
    assertError(
        "variables/grievances.batch.max-items:1: error: grievances.batch.max-items is -1, which is"
            + " not a whole number from 1 on");
    write("elsewhere/some.properties", "grievances.jobs.max-items=none\n");
    List<String> lines =
        check(Map.of("VARIABLE_SOURCE_DIRS", directory.resolve("elsewhere").toString()));
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("elsewhere/some.properties:1: error: "), lines::toString);
  }

  @Test
  void referenceToAVariableInAFileIsResolved() throws IOException {
    write("variables/DB_NAME", "acme\n");
    write(
        "databases/beta.xml",
        POSTGRESQL.formatted("jdbc/grievances/beta", "db.example", "${DB_NAME}"));
    assertTwoNamesForOneDatabase();
  }

  @Test
  void directoryWithoutAServerIsRefused() throws IOException {
    directory = directory.resolve("databases");
    assertTrue(check(Map.of()).get(0).startsWith("Usage: "));
    assertEquals(2, status);
  }

  @Test
  void brokenFileIsNamedWithItsLine() throws IOException {
    write("databases/broken.xml", "<server>\n  <dataSource jndiName=\"x\"\n");
    assertError(
        "databases/broken.xml:3: error: is not well-formed XML; no server starts with this file");
  }

  @Test
  void externalEntityIsNotRead() throws IOException {
    write("secret.txt", "what nobody may see");
    write(
        "databases/evil.xml",
        "<!DOCTYPE server [<!ENTITY x SYSTEM \""
            + directory.resolve("secret.txt").toUri()
            + "\">]>\n<server><variable name=\"grievances.batch.max-items\" value=\"1\"/>"
            + "</server>");
    assertError("databases/evil.xml:1: error: remove the DOCTYPE, which could read other files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc/grievance/beta",
        "jdbc/grievances-replica/acme",
        "jdbc/grievances/",
        "jdbc/grievances/a/b",
        "Jdbc/grievances/beta",
        ""
      })
  void misspeltNameIsReported(String name) throws IOException {
    write("databases/beta.xml", POSTGRESQL.formatted(name, "db.example", "beta"));
    assertError(
        "databases/beta.xml:2: error: data source '"
            + name
            + "' is not used: name it jdbc/grievances/NAME, or jdbc/grievances-replicas/NAME for a"
            + " replica");
  }

  @Test
  void sameNameTwiceIsReported() throws IOException {
    write("databases/beta.xml", POSTGRESQL.formatted("jdbc/grievances/acme", "db.example", "beta"));
    assertError(
        "databases/beta.xml:2: error: jdbc/grievances/acme is also in databases/acme.xml:2; give"
            + " each database its own name");
  }

  @Test
  void twoNamesForOneDatabaseAreReported() throws IOException {
    write(
        "databases/beta.xml",
        POSTGRESQL
            .formatted("jdbc/grievances/beta", "${HOST}", "acme")
            .replace("<dataSource", "<variable name=\"HOST\" value=\"db.example\"/><dataSource"));
    assertError(
        "databases/beta.xml:2: error: jdbc/grievances/beta leads to the same database as"
            + " jdbc/grievances/acme in databases/acme.xml:2; correct one of the addresses");
  }

  @ParameterizedTest
  @CsvSource({
    "serverName=\"DB.Example\" databaseName=\"acme\", serverName=\"db.example\""
        + " databaseName=\"acme\"",
    "serverName=\"localhost\" databaseName=\"acme\", serverName=\"127.0.0.1\""
        + " databaseName=\"acme\"",
    "serverName=\"localhost\" databaseName=\"acme\", databaseName=\"acme\"",
    "databaseName=\"acme\", URL=\"jdbc:postgresql:acme\"",
    "serverName=\"a.example\" databaseName=\"acme\","
        + " 'URL=\"jdbc:postgresql://b.example,A.example:5432/acme\"'",
  })
  void twoSpellingsOfAnAddressAreOneDatabase(String one, String other) throws IOException {
    write("databases/acme.xml", withProperties("acme", "postgresql", one));
    write("databases/beta.xml", withProperties("beta", "postgresql", other));
    assertTwoNamesForOneDatabase();
  }

  @Test
  void twoSpellingsOfADirectoryAreOneDatabase() throws IOException {
    String directory = "databaseName=\"${server.output.dir}/derby/acme\"";
    write("databases/acme.xml", withProperties("acme", "derby.embedded", directory));
    write(
        "databases/beta.xml",
        withProperties("beta", "derby.embedded", directory.replace("/acme", "/./x/..//acme/")));
    assertTwoNamesForOneDatabase();
  }

  private void assertTwoNamesForOneDatabase() throws IOException {
    List<String> lines = check(Map.of());
    assertTrue(
        lines.stream()
            .anyMatch(
                line -> line.contains("jdbc/grievances/beta leads to the same database as jdbc/")),
        lines.toString());
    assertEquals(1, status);
  }

  @Test
  void databasesOfTwoProductsAreNotOneForTheSameName() throws IOException {
    write("databases/acme.xml", withProperties("acme", "postgresql", "databaseName=\"acme\""));
    write("databases/beta.xml", withProperties("beta", "derby.embedded", "databaseName=\"acme\""));
    assertEquals(List.of(), check(Map.of()));
  }

  private static String withProperties(String name, String driver, String properties) {
    return """
    <server>
      <dataSource jndiName="jdbc/grievances/%s">
        <properties.%s %s/>
      </dataSource>
    </server>
    """
        .formatted(name, driver, properties);
  }

  @Test
  void replicaOfAnotherDatabaseIsReported() throws IOException {
    write(
        "databases/replica.xml",
        POSTGRESQL.formatted("jdbc/grievances-replicas/beta", "db.example", "acme"));
    List<String> lines = check(Map.of());
    assertEquals(2, lines.size(), lines.toString());
    assertEquals(1, status);
  }

  @Test
  void exposedDatabaseIsAWarning() throws IOException {
    write(
        "databases/beta.xml",
        POSTGRESQL
            .formatted("jdbc/grievances/beta", "db.example", "beta")
            .replace("verify-full", "require"));
    List<String> lines = check(Map.of());
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("databases/beta.xml:2: warning: database beta is reached"));
    assertEquals(0, status);
  }

  @Test
  void settingsAreCheckedWhereTheyAreMade() throws IOException {
    write(
        "configDropins/overrides/operator.xml",
        """
        <server>
          <variable name="grievances.batch.max-concurrent" value="-1"/>
          <variable name="grievances.databases.acmee.history" value="false"/>
        </server>
        """);
    assertEquals(
        List.of(
            "configDropins/overrides/operator.xml:2: error: grievances.batch.max-concurrent is -1,"
                + " which is not a whole number from 1 on",
            "configDropins/overrides/operator.xml:3: warning: grievances.databases.acmee.history"
                + " has no effect: no data source is jdbc/grievances/acmee",
            "environment:0: warning: GRIEVANCES_BATCH_MAX_ITEM is unknown and has no effect:"
                + " GRIEVANCES_BATCH_MAX_ITEMS is probably meant"),
        check(Map.of("GRIEVANCES_BATCH_MAX_ITEM", "5", "HOME", "/")));
    assertEquals(1, status);
  }

  /** MicroProfile Config looks for such a variable too. */
  @Test
  void variableInLowerCaseIsChecked() throws IOException {
    assertEquals(
        List.of(
            "environment:0: error: grievances_batch_max_concurrent is -1, which is not a whole"
                + " number from 1 on"),
        check(Map.of("grievances_batch_max_concurrent", "-1")));
    assertEquals(1, status);
  }

  @ParameterizedTest
  @CsvSource({
    "GRIEVANCE_BATCH_MAX_ITEMS, GRIEVANCES_BATCH_MAX_ITEMS",
    "grievance.batch.max-items, grievances.batch.max-items",
    "Grievances.batch.max-items, grievances.batch.max-items",
  })
  void misspeltPrefixIsReported(String name, String meant) throws IOException {
    assertEquals(
        List.of(
            "environment:0: warning: "
                + name
                + " is unknown and has no effect: "
                + meant
                + " is probably meant"),
        check(Map.of(name, "5")));
  }

  @Test
  void keyOfTwoClientsIsReported() throws IOException {
    write(
        "configDropins/overrides/operator.xml",
        """
        <server>
          <variable name="grievances.api-keys" value="one,two"/>
          <variable name="grievances.api-keys.one.sha256" value="%s"/>
          <variable name="grievances.api-keys.one.databases" value="acme"/>
          <variable name="grievances.api-keys.two.sha256" value="%s,%s"/>
          <variable name="grievances.api-keys.two.databases" value="*"/>
        </server>
        """
            .formatted("a".repeat(64), "b".repeat(64), "A".repeat(64)));
    assertError(
        "configDropins/overrides/operator.xml:5: error: grievances.api-keys.two.sha256 has the hash"
            + " of a key of one; give each client a key of its own");
  }

  @Test
  void fileThatCannotBeReadIsReported() throws IOException {
    Files.write(directory.resolve("server.env"), new byte[] {'A', '=', (byte) 0xE9, '\n'});
    assertError("server.env:1: error: cannot be read");
  }

  @Test
  void linesOfWindowsAndAByteOrderMarkAreRead() throws IOException {
    write("server.env", "GRIEVANCES_BATCH_MAX_ITEMS=5\r\n");
    write(
        "databases/beta.xml",
        "\uFEFF"
            + POSTGRESQL
                .formatted("jdbc/grievances/beta", "db.example", "beta")
                .replace("\n", "\r\n"));
    assertEquals(List.of(), check(Map.of()));
  }

  @Test
  void includedFileThatIsMissingIsReported() throws IOException {
    write("server.xml", "<server>\n<include location=\"gone.xml\"/></server>");
    assertError("server.xml:2: error: includes gone.xml, which does not exist");
  }

  /** The server knows it from its environment. */
  @Test
  void valueThatRefersToAnUnknownVariableIsNotJudged() throws IOException {
    write(
        "configDropins/overrides/operator.xml",
        "<server><variable name=\"grievances.batch.max-items\" value=\"${MAX}\"/></server>");
    assertEquals(List.of(), check(Map.of()));
  }

  private Path keyStore(int firstDay, int days) throws Exception {
    Path file = directory.resolve("keys.p12");
    Files.deleteIfExists(file);
    String start = Instant.now().plus(Duration.ofDays(firstDay)).toString();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ResultCode result =
        ManageCertificates.main(
            null,
            output,
            output,
            "generate-self-signed-certificate",
            "--keystore",
            file.toString(),
            "--keystore-password",
            "changeit",
            "--alias",
            "server",
            "--subject-dn",
            "CN=server",
            "--validity-start-time",
            start.replaceAll("[-:TZ]|\\..*", ""),
            "--days-valid",
            Integer.toString(days),
            "--keystore-type",
            "PKCS12");
    assertEquals(ResultCode.SUCCESS, result, output::toString);
    return file;
  }

  private List<String> checkKeyStore(String location, String password) throws IOException {
    write(
        "configDropins/overrides/keys.xml",
        """
        <server>
          <keyStore id="defaultKeyStore" location="%s" password="%s"/>
        </server>
        """
            .formatted(location, password));
    return check(Map.of("KEYS_PASSWORD", "changeit"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"changeit", "{xor}PDc+MTg6Nis=", "${KEYS_PASSWORD}", "{aes}unknown"})
  void keyStoreWithAValidCertificateIsPassed(String password) throws Exception {
    assertEquals(List.of(), checkKeyStore(keyStore(0, 90).toString(), password));
  }

  @Test
  void keyStoreInTheDirectoryOfTheServerIsFound() throws Exception {
    keyStore(-2, 1);
    assertEquals(1, checkKeyStore("${server.config.dir}/keys.p12", "changeit").size());
    assertEquals(1, status);
  }

  @Test
  void certificateThatIsOverIsAnError() throws Exception {
    String line = checkKeyStore(keyStore(-10, 3).toString(), "changeit").get(0);
    assertTrue(
        line.startsWith(
            "configDropins/overrides/keys.xml:2: error: key store defaultKeyStore: the certificate"
                + " 'server' was valid until 20"),
        line);
    assertEquals(1, status);
  }

  @Test
  void certificateThatEndsSoonIsAWarning() throws Exception {
    String line = checkKeyStore(keyStore(-10, 13).toString(), "changeit").get(0);
    assertTrue(line.contains("warning: key store defaultKeyStore: the certificate"), line);
    assertEquals(0, status);
  }

  @Test
  void keyStoreThatCannotBeOpenedIsAnError() throws Exception {
    String file = keyStore(0, 90).toString();
    assertEquals(
        List.of(
            "configDropins/overrides/keys.xml:2: error: key store defaultKeyStore: "
                + file
                + " cannot be opened with this password"),
        checkKeyStore(file, "wrong"));
    assertTrue(checkKeyStore("/nowhere/keys.p12", "x").get(0).endsWith("cannot be read"));
  }

  @Test
  void portsThatAreTheSameAreReported() throws IOException {
    write(
        "server.xml",
        """
        <server>
          <variable name="grievances.https.port" defaultValue="9443"/>
          <variable name="grievances.operations.port" defaultValue="9444"/>
        </server>
        """);
    assertEquals(List.of(), check(Map.of()));
    assertEquals(
        List.of(
            "server.xml:3: error: grievances.operations.port is 9444, as is grievances.https.port"),
        check(Map.of("GRIEVANCES_HTTPS_PORT", "9444")));
    write("server.env", "GRIEVANCES_HTTPS_PORT=9444\n");
    assertEquals(1, check(Map.of()).size());
  }
}
