package org.grievances.client;

import static org.grievances.client.Service.property;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.grievances.client.api.AdministrationApi;
import org.grievances.client.api.AuthenticationApi;
import org.grievances.client.api.GrievanceConfigurationApi;
import org.grievances.client.api.GrievancesApi;
import org.grievances.client.model.AuthenticationResult;
import org.grievances.client.model.Database;
import org.grievances.client.model.Grievance;
import org.grievances.client.model.GrievanceFiling;
import org.grievances.client.model.GrievanceListEnvelope;
import org.grievances.client.model.GrievanceStatus;
import org.grievances.client.model.GrievanceUpdate;
import org.grievances.client.model.MultiStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Signs in, and takes a grievance from filing to deletion with the generated client. */
class GrievanceLifecycleTest {
  private final String database = property("database");
  private ApiClient client;
  private AuthenticationApi authentication;
  private GrievanceConfigurationApi configuration;
  private GrievancesApi grievances;

  @BeforeEach
  void connect() throws IOException, GeneralSecurityException {
    client = RunningService.connect();
    authentication = new AuthenticationApi(client);
    configuration = new GrievanceConfigurationApi(client);
    grievances = new GrievancesApi(client);
  }

  @Test
  void aGrievanceIsFiledWorkedOnAndDeleted() throws ApiException {
    signIn();
    lookAtTheDatabase();
    configureStatuses();
    Grievance filed = file();
    list(filed);
    close(filed);
    createWithGivenKeys();
    delete(filed);
    signOut();
  }

  private void signIn() throws ApiException {
    client.setUsername(property("user"));
    client.setPassword(property("password"));
    AuthenticationResult first =
        authentication
            .userAuthentication(property("client-code"), property("client-id"), database)
            .getData()
            .getAuthenticationResult();
    AuthenticationResult refreshed =
        authentication
            .userRefreshTokens(
                first.getIdToken(),
                first.getRefreshToken(),
                property("client-code"),
                property("client-id"),
                database)
            .getData()
            .getAuthenticationResult();
    client.setBearerToken(refreshed.getIdToken());
  }

  /** Those who sign in here may use the one database that they sign in to. */
  private void lookAtTheDatabase() throws ApiException {
    List<Database> databases = new AdministrationApi(client).listDatabase().getData();
    assertEquals(List.of(database), databases.stream().map(Database::getName).toList());
    assertEquals(Database.StateEnum.UP, databases.get(0).getState());
  }

  private void configureStatuses() throws ApiException {
    GrievanceStatus open = new GrievanceStatus().grievanceStatus("Open").defaultStatus(true);
    GrievanceStatus created =
        configuration.createGrievanceStatus(database, open, null, null).getData();
    assertEquals(property("user"), created.getEntryUser());
    List<GrievanceStatus> more =
        List.of(
            new GrievanceStatus().grievanceStatus("Closed").defaultStatus(false),
            new GrievanceStatus().grievanceStatus("Open").defaultStatus(true).description("New."));
    assertEquals(
        List.of(201, 200),
        statuses(
            configuration
                .updateBatchGrievanceStatus(database, more, null, null, null, null, null, null, null, null)
                .getData()));
    assertEquals(
        List.of("Closed", "Open"),
        configuration.listGrievanceStatus(database, 1, 10, "grievance_Status", null).getData().stream()
            .map(GrievanceStatus::getGrievanceStatus)
            .toList());
    assertEquals(
        "New.", configuration.getGrievanceStatus(database, "Open", null).getData().getDescription());
  }

  private Grievance file() throws ApiException {
    GrievanceFiling filing =
        new GrievanceFiling().subscriberID("000123456").memberSeq("01").claimNumber(5501234);
    Grievance filed = grievances.fileGrievance(database, filing, null, null).getData();
    assertEquals("Open", filed.getGrievanceStatus());
    assertEquals(filed.getGrievanceReceived(), filed.getGrievanceFiled());
    return filed;
  }

  private void list(Grievance filed) throws ApiException {
    ApiResponse<GrievanceListEnvelope> page =
        grievances
            .listGrievance()
            .vbasoftwareDatabase(database)
            .subscriberID(List.of("nobody", filed.getSubscriberID()))
            .grievanceStatusNot(List.of("Closed", "Withdrawn"))
            .open(true)
            .page(1)
            .pageSize(1)
            .sortBy("grievance_Key:desc")
            .executeWithHttpInfo();
    assertEquals(List.of(filed), page.getData().getData());
    assertTrue(page.getHeaders().get("X-Pagination").get(0).contains("\"TotalCount\":1,"));
  }

  private void close(Grievance filed) throws ApiException {
    Grievance updated =
        grievances
            .updateGrievance(
                filed.getGrievanceKey(), database, update(filed), null, null, null)
            .getData();
    assertEquals("Paid again.", updated.getResolution());
    List<Grievance> batch =
        List.of(
            updated.grievanceStatus("Closed"),
            new Grievance().grievanceKey(filed.getGrievanceKey() + 1).grievanceStatus("Lost"));
    List<MultiStatus> results =
        grievances.updateBatchGrievance(database, batch, null, null, null, null, null, null, null, null).getData();
    assertEquals(List.of(200, 400), statuses(results));
    assertEquals(
        "grievance_Status: not one of the configured codes", results.get(1).getBody());
    assertEquals(
        "Closed",
        grievances.getGrievance(filed.getGrievanceKey(), database, null).getData().getGrievanceStatus());
  }

  /** A record as it was read can be sent back: its key is not needed, but allowed. */
  private GrievanceUpdate update(Grievance filed) {
    return client
        .getJSON()
        .getMapper()
        .convertValue(filed, GrievanceUpdate.class)
        .resolution("Paid again.");
  }

  private void createWithGivenKeys() throws ApiException {
    List<GrievanceUpdate> batch =
        List.of(new GrievanceUpdate().issue("one"), new GrievanceUpdate().grievanceKey(7));
    List<MultiStatus> results =
        grievances.createBatchGrievance(database, batch, null, null, null, null, null).getData();
    assertEquals(List.of(201, 400), statuses(results));
    int key = ((Number) results.get(0).getId().get(0).getValue()).intValue();
    assertEquals("one", grievances.getGrievance(key, database, null).getData().getIssue());
    grievances.deleteGrievance(key, database, null);
  }

  private void delete(Grievance filed) throws ApiException {
    assertStatus(409, () -> configuration.deleteGrievanceStatus(database, "Closed", null));
    grievances.deleteGrievance(filed.getGrievanceKey(), database, null);
    assertEquals(
        List.of(404),
        statuses(
            grievances.deleteBatchGrievance(database, List.of(filed), null, null, null, null, null, null).getData()));
    configuration.deleteGrievanceStatus(database, "Closed", null);
    configuration.deleteGrievanceStatus(database, "Open", null);
  }

  private void signOut() throws ApiException {
    authentication.logout(database);
    assertStatus(401, () -> grievances.listGrievance().vbasoftwareDatabase(database).execute());
  }

  private static List<Integer> statuses(List<MultiStatus> results) {
    return results.stream().map(MultiStatus::getStatus).toList();
  }

  private static void assertStatus(int status, Executable call) {
    assertEquals(status, assertThrows(ApiException.class, call).getCode());
  }
}
