package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two servers that share a database and their keys, the second with its users in LDAP. */
@ExtendWith(RunningServer.Resolver.class)
class AnotherServerIT {
  private static final String BASE = "/vbasoftware/";
  private static final String DATABASE = "delta";
  private static final String USER = "claire";

  private static InMemoryDirectoryServer directory() throws LDAPException, LDIFException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=plan,dc=example");
    config.setSchema(null);
    InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
    directory.add("dn: dc=plan,dc=example", "objectClass: domain", "dc: plan");
    directory.add(
        "dn: uid=claire,dc=plan,dc=example",
        "objectClass: inetOrgPerson",
        "uid: claire",
        "cn: Claire",
        "sn: Voyant",
        "userPassword: " + RunningServer.PASSWORD);
    directory.add(
        "dn: cn=grievance-reader,dc=plan,dc=example",
        "objectClass: groupOfNames",
        "cn: grievance-reader",
        "member: uid=claire,dc=plan,dc=example");
    directory.startListening();
    return directory;
  }

  private static String registry(InMemoryDirectoryServer directory) {
    return """
    <ldapRegistry host="localhost" port="%d" baseDN="dc=plan,dc=example" ldapType="Custom">
        <customFilters userFilter="(&amp;(uid=%%v)(objectClass=inetOrgPerson))"
                       groupFilter="(&amp;(cn=%%v)(objectClass=groupOfNames))"
                       userIdMap="*:uid" groupIdMap="*:cn"
                       groupMemberIdMap="groupOfNames:member"/>
        <ldapCache>
          <attributesCache enabled="false"/>
          <searchResultsCache enabled="false"/>
        </ldapCache>
      </ldapRegistry>"""
        .formatted(directory.getListenPort());
  }

  @Test
  void anEndedSessionStaysEndedEverywhereAndAfterARestart(RunningServer server) throws Exception {
    Secrets secrets = server.secrets();
    try (InMemoryDirectoryServer directory = directory()) {
      Overrides overrides = Overrides.of(secrets).withSignIn(secrets, registry(directory));
      check(server, server.another("another", overrides), directory);
    }
  }

  private static void check(
      RunningServer server, LibertyServer other, InMemoryDirectoryServer directory)
      throws IOException, LDAPException {
    other.start();
    try {
      server.awaitUse(other, DATABASE);
      checkRefreshOutlivesTheDirectory(server, other, directory);
      String kept = idToken(signIn(server, other));
      String ended = idToken(signIn(server, other));
      assertEquals(200, list(server, server.server(), ended));
      assertEquals(403, delete(server, other, kept), "a reader may not");

      assertEquals(204, call(server, server.server(), ended).post(BASE + "logout").statusCode());
      assertEquals(401, list(server, server.server(), ended));
      assertEquals(401, list(server, other, ended));
      assertEquals(200, list(server, other, kept));

      other.stop();
      other.start();
      server.awaitUse(other, DATABASE);
      assertEquals(401, list(server, other, ended));
      assertEquals(200, list(server, other, kept));
    } finally {
      other.close();
    }
  }

  /** A refresh that fails since the users cannot be looked up can be tried again. */
  private static void checkRefreshOutlivesTheDirectory(
      RunningServer server, LibertyServer other, InMemoryDirectoryServer directory)
      throws LDAPException {
    Response tokens = signIn(server, other);
    int port = directory.getListenPort();
    directory.shutDown(true);
    assertEquals(503, refresh(server, other, tokens).statusCode());
    assertEquals(200, list(server, other, idToken(tokens)));
    directory.startListening();
    assertEquals(port, directory.getListenPort());
    assertEquals(200, refresh(server, other, tokens).statusCode());
  }

  private static Response signIn(RunningServer server, LibertyServer at) {
    Response response =
        client(server, at)
            .auth()
            .preemptive()
            .basic(USER, RunningServer.PASSWORD)
            .post(BASE + "user-authentication");
    response.then().statusCode(200);
    return response;
  }

  private static String idToken(Response tokens) {
    return tokens.path("data.authenticationResult.idToken");
  }

  private static Response refresh(RunningServer server, LibertyServer at, Response tokens) {
    return client(server, at)
        .header("expired-id-token", idToken(tokens))
        .header("refresh-token", tokens.path("data.authenticationResult.refreshToken").toString())
        .post(BASE + "user-refresh-tokens");
  }

  private static RequestSpecification client(RunningServer server, LibertyServer at) {
    return server
        .plain(at)
        .header("x-api-key", server.secrets().apiKey())
        .header("vbasoftware-client-id", Secrets.CLIENT)
        .header("vbasoftware-client-code", server.secrets().clientCode())
        .header("vbasoftware-database", DATABASE);
  }

  private static RequestSpecification call(RunningServer server, LibertyServer at, String token) {
    return server
        .plain(at)
        .header("x-api-key", server.secrets().apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", DATABASE);
  }

  private static int list(RunningServer server, LibertyServer at, String token) {
    return call(server, at, token).get(BASE + "grievances?pageSize=1").statusCode();
  }

  private static int delete(RunningServer server, LibertyServer at, String token) {
    return call(server, at, token).delete(BASE + "grievances/1").statusCode();
  }
}
