package org.grievances.client;

import static org.grievances.client.Service.property;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import org.grievances.client.jdk.ApiClient;
import org.grievances.client.jdk.ApiException;
import org.grievances.client.jdk.ApiResponse;
import org.grievances.client.jdk.api.GrievancesApi;
import org.grievances.client.jdk.api.JobsApi;
import org.grievances.client.jdk.model.Grievance;
import org.grievances.client.jdk.model.GrievanceListEnvelope;
import org.grievances.client.jdk.model.GrievanceUpdate;
import org.grievances.client.jdk.model.MultiStatus;
import org.grievances.client.jdk.model.MultiStatusEnvelope;
import org.junit.jupiter.api.BeforeEach;

/** The client for the HTTP client of the JDK, which the generator calls {@code native}. */
class JdkClientTest extends ClientScenario {
  private GrievancesApi grievances;
  private JobsApi jobs;

  @BeforeEach
  void connect() throws IOException, GeneralSecurityException {
    ApiClient client = new ApiClient();
    client.setHttpClientBuilder(
        HttpClient.newBuilder().sslContext(Service.trust()));
    client.updateBaseUri(property("url"));
    client.setRequestInterceptor(
        request ->
            request
                .header("x-api-key", property("api-key"))
                .header("Authorization", "Bearer " + property("token")));
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
    ApiResponse<GrievanceListEnvelope> page =
        grievances.listGrievanceWithHttpInfo(
            GrievancesApi.APIListGrievanceRequest.newBuilder()
                .vbasoftwareDatabase(DATABASE)
                .keyFrom(from)
                .keyTo(to)
                .pageSize(pageSize)
                .after(after)
                .build());
    return new Page(
        page.getData().getData().stream().map(Grievance::getGrievanceKey).toList(),
        page.getHeaders().getOrDefault("link", List.of("")).get(0));
  }

  @Override
  String export(int from, int to) throws ApiException, IOException {
    return text(
        grievances.exportGrievance(
            GrievancesApi.APIExportGrievanceRequest.newBuilder()
                .vbasoftwareDatabase(DATABASE)
                .keyFrom(from)
                .keyTo(to)
                .build()));
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
