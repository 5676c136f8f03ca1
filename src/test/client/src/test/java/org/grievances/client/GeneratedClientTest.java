package org.grievances.client;

import static org.grievances.client.Service.property;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.grievances.client.api.GrievancesApi;
import org.grievances.client.model.EntityKey;
import org.grievances.client.model.Grievance;
import org.grievances.client.model.GrievanceUpdate;
import org.grievances.client.model.MultiStatus;
import org.grievances.client.model.MultiStatusEnvelope;
import org.grievances.client.model.ProblemEnvelope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls a running service with the classes that are generated from its OpenAPI document. */
class GeneratedClientTest {
  private static final String DATABASE = "alpha";

  private final RequestRecorder recorder = new RequestRecorder();
  private final int key = ThreadLocalRandom.current().nextInt(1_000_000_000, Integer.MAX_VALUE);
  private ApiClient client;
  private GrievancesApi grievances;

  @BeforeEach
  void connect() throws IOException, GeneralSecurityException {
    client = RunningService.connect(recorder);
    client.setBearerToken(property("token"));
    grievances = new GrievancesApi(client);
  }

  @Test
  void resultsAreInTheOrderOfTheGrievances() throws ApiException {
    List<Grievance> batch =
        List.of(grievance(key), grievance(key), grievance(key + 1).subscriberID("000123456789"));

    MultiStatusEnvelope response = grievances.updateBatchGrievance(DATABASE, batch, null, null, null, null, null, null, null, null);

    assertNull(response.getError());
    assertNotNull(UUID.fromString(response.getDebug().getActivityID()));
    assertEquals(
        List.of(
            status(key, 201, "Created"),
            status(key, 200, "Updated"),
            status(key + 1, 400, "subscriber_ID: 12 characters, at most 9")),
        response.getData());
  }

  @Test
  void membersAreSentWithTheNamesOfTheOpenApiDocument() throws ApiException, IOException {
    grievances.updateBatchGrievance(
        DATABASE, List.of(grievance(key)), null, true, null, null, null, null, null, null);

    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                [{
                  "grievance_Key": %d,
                  "call_Key": 88123,
                  "grievance_Received": "2025-03-01T08:30:00Z",
                  "issue": "Claim denied although the visit was authorized.",
                  "issue_Date": "2025-02-14T09:15:00.25+01:00",
                  "member_Seq": "01",
                  "subscriber_ID": "000123456"
                }]
                """
                    .formatted(key));
    assertEquals(expected, new ObjectMapper().readTree(recorder.body.toByteArray()));
    assertEquals(RunningService.USER_AGENT, recorder.userAgent);
  }

  @Test
  void optionsOfABatchAreSent() throws ApiException {
    List<Grievance> batch = List.of(grievance(key), grievance(key + 1).memberSeq("001"));

    ApiResponse<MultiStatusEnvelope> response =
        grievances.updateBatchGrievanceWithHttpInfo(
            DATABASE, batch, true, true, null, null, "handling=strict", null, null, null);

    assertEquals(207, response.getStatusCode());
    assertEquals(List.of("handling=strict"), response.getHeaders().get("Preference-Applied"));
    assertEquals(
        List.of(424, 400),
        response.getData().getData().stream().map(MultiStatus::getStatus).toList());
  }

  @Test
  void grievanceIsCreatedReadUpdatedAndDeleted() throws ApiException {
    Grievance created = grievances.createGrievance(DATABASE, grievance(key), null, null).getData();
    assertEquals("000123456", created.getSubscriberID());
    assertEquals(created, grievances.getGrievance(key, DATABASE, null).getData());

    GrievanceUpdate update = new GrievanceUpdate().resolution("Paid.");
    assertEquals(
        "Paid.", grievances.updateGrievance(key, DATABASE, update, null, null, null).getData().getResolution());

    grievances.deleteGrievance(key, DATABASE, null);
    ApiException gone =
        assertThrows(ApiException.class, () -> grievances.getGrievance(key, DATABASE, null));
    assertEquals(404, gone.getCode());
  }

  @Test
  void aWrongApiKeyThrowsAnApiException() {
    client.setApiKey("not-" + property("api-key"));

    ApiException refused =
        assertThrows(
            ApiException.class,
            () ->
                grievances.updateBatchGrievance(
                    DATABASE, List.of(grievance(key)), null, null, null, null, null, null, null, null));

    assertEquals(401, refused.getCode());
    assertTrue(refused.getResponseHeaders().containsKey("WWW-Authenticate"));
    ProblemEnvelope response =
        assertInstanceOf(ProblemEnvelope.class, refused.getErrorEntity(), refused.getMessage());
    assertNull(response.getData());
    assertEquals(401, response.getError().getStatus());
    assertEquals("/vbasoftware/grievances-batch", response.getError().getInstance());
  }

  private static Grievance grievance(int key) {
    return new Grievance()
        .grievanceKey(key)
        .callKey(88123)
        .grievanceReceived(OffsetDateTime.parse("2025-03-01T08:30:00Z"))
        .issue("Claim denied although the visit was authorized.")
        .issueDate(OffsetDateTime.parse("2025-02-14T09:15:00.25+01:00"))
        .memberSeq("01")
        .subscriberID("000123456");
  }

  private static MultiStatus status(int key, int status, String body) {
    return new MultiStatus()
        .addIdItem(new EntityKey().key("grievance_Key").value(key))
        .status(status)
        .body(body);
  }

  /** Records the body and the User-Agent of the last request. */
  private static final class RequestRecorder implements WriterInterceptor {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String userAgent;

    @Override
    public void aroundWriteTo(WriterInterceptorContext request) throws IOException {
      OutputStream wire = request.getOutputStream();
      userAgent = String.valueOf(request.getHeaders().getFirst(HttpHeaders.USER_AGENT));
      body.reset();
      request.setOutputStream(body);
      request.proceed();
      body.writeTo(wire);
    }
  }
}
