package org.grievances.client;

import static org.grievances.client.Service.property;

import jakarta.ws.rs.client.ClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import org.grievances.client.resteasy.ApiClient;
import org.grievances.client.resteasy.ApiException;
import org.grievances.client.resteasy.api.GrievancesApi;
import org.grievances.client.resteasy.api.JobsApi;
import org.grievances.client.resteasy.auth.HttpBearerAuth;
import org.grievances.client.resteasy.model.Grievance;
import org.grievances.client.resteasy.model.GrievanceListEnvelope;
import org.grievances.client.resteasy.model.GrievanceUpdate;
import org.grievances.client.resteasy.model.MultiStatus;
import org.grievances.client.resteasy.model.MultiStatusEnvelope;
import org.junit.jupiter.api.BeforeEach;

/** The client for RESTEasy. */
class ResteasyClientTest extends ClientScenario {
  private ApiClient client;
  private GrievancesApi grievances;
  private JobsApi jobs;

  @BeforeEach
  void connect() throws IOException, GeneralSecurityException {
    client = new ApiClient();
    client.setHttpClient(
        ClientBuilder.newBuilder()
            .withConfig(client.getHttpClient().getConfiguration())
            .sslContext(Service.trust())
            .build());
    client.setBasePath(property("url"));
    client.setApiKey(property("api-key"));
    HttpBearerAuth bearer = (HttpBearerAuth) client.getAuthentication("bearerAuth");
    bearer.setBearerToken(property("token"));
    grievances = new GrievancesApi(client);
    jobs = new JobsApi(client);
  }

  @Override
  List<Integer> put(List<Integer> keys) throws ApiException {
    return statuses(
        grievances.updateBatchGrievance(
            DATABASE, grievances(keys), null, null, null, null, null, null, null, null));
  }

  @Override
  List<Integer> putTwiceIfUnchanged(int key) throws ApiException {
    Grievance read = grievances.getGrievance(key, DATABASE, null).getData();
    return statuses(
        grievances.updateBatchGrievance(
            DATABASE, List.of(read, read), null, null, true, null, null, null, null, null));
  }

  @Override
  Integer replaceWithoutKey(int key) throws ApiException {
    return grievances
        .updateGrievance(key, DATABASE, new GrievanceUpdate().issue("New."), null, null, null)
        .getData()
        .getGrievanceKey();
  }

  @Override
  String issueAfterPatch(int key) throws ApiException {
    return grievances
        .patchGrievance(key, DATABASE, new GrievanceUpdate().resolution("Paid."), null, null)
        .getData()
        .getIssue();
  }

  @Override
  Page list(int from, int to, int pageSize, String after) throws ApiException {
    GrievanceListEnvelope page =
        grievances.listGrievance(
            DATABASE, null, pageSize, null, after, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, List.of(to, to + 1), null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, from, to, null, null,
            null, null, null, null, null, null, null, null);
    List<String> links = client.getResponseHeaders().getOrDefault("Link", List.of());
    return new Page(
        page.getData().stream().map(Grievance::getGrievanceKey).toList(),
        links.isEmpty() ? null : links.get(0));
  }

  @Override
  String export(int from, int to) throws ApiException, IOException {
    return text(
        grievances.exportGrievance(
            DATABASE, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, from, to, null, null, null, null, null, null,
            null, null, null, null));
  }

  @Override
  String sendJob(String action, List<Integer> keys) throws ApiException {
    return jobs.createGrievanceJob(
            DATABASE, grievances(keys), action, null, null, null, null, null, null, null)
        .getData()
        .getId();
  }

  @Override
  String stateOfJob(String id) throws ApiException {
    return jobs.getJob(id, DATABASE).getData().getState().getValue();
  }

  @Override
  String succeeded(String job) throws ApiException, IOException {
    return text(jobs.listSucceededOfJob(job, DATABASE, null));
  }

  private static List<Grievance> grievances(List<Integer> keys) {
    return keys.stream().map(key -> new Grievance().grievanceKey(key)).toList();
  }

  private static List<Integer> statuses(MultiStatusEnvelope response) {
    return response.getData().stream().map(MultiStatus::getStatus).toList();
  }

  private static String text(File file) throws IOException {
    try {
      return Files.readString(file.toPath());
    } finally {
      Files.delete(file.toPath());
    }
  }
}
