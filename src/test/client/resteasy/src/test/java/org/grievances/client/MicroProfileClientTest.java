package org.grievances.client;

import static org.grievances.client.Service.property;

import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.grievances.client.microprofile.api.ApiException;
import org.grievances.client.microprofile.api.GrievancesApi;
import org.grievances.client.microprofile.api.JobsApi;
import org.grievances.client.microprofile.model.Grievance;
import org.grievances.client.microprofile.model.GrievanceListEnvelope;
import org.grievances.client.microprofile.model.GrievanceUpdate;
import org.grievances.client.microprofile.model.MultiStatus;
import org.grievances.client.microprofile.model.MultiStatusEnvelope;
import org.junit.jupiter.api.BeforeEach;

/** The client for MicroProfile. Its methods do not give the headers of a response. */
class MicroProfileClientTest extends ClientScenario {
  private GrievancesApi grievances;
  private JobsApi jobs;
  private String link;

  @BeforeEach
  void connect() throws IOException, GeneralSecurityException {
    grievances = client(GrievancesApi.class);
    jobs = client(JobsApi.class);
  }

  private <T> T client(Class<T> api) throws IOException, GeneralSecurityException {
    ClientRequestFilter credentials =
        request -> {
          request.getHeaders().putSingle("x-api-key", property("api-key"));
          request
              .getHeaders()
              .putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + property("token"));
        };
    ClientResponseFilter links =
        (request, response) -> link = response.getHeaderString(HttpHeaders.LINK);
    return RestClientBuilder.newBuilder()
        .baseUri(URI.create(property("url")))
        .trustStore(Service.certificates())
        .register(credentials)
        .register(links)
        .build(api);
  }

  @Override
  List<Integer> put(List<Integer> keys) throws ApiException {
    return statuses(
        grievances.updateBatchGrievance(
            DATABASE, grievances(keys), false, false, false, null, null, false, null, null));
  }

  @Override
  List<Integer> putTwiceIfUnchanged(int key) throws ApiException {
    Grievance read = grievances.getGrievance(key, DATABASE, null).getData();
    return statuses(
        grievances.updateBatchGrievance(
            DATABASE, List.of(read, read), false, false, true, null, null, false, null, null));
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
    return new Page(page.getData().stream().map(Grievance::getGrievanceKey).toList(), link);
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
            DATABASE, grievances(keys), action, false, false, null, null, false, null, null)
        .getData()
        .getId();
  }

  @Override
  String stateOfJob(String id) throws ApiException {
    return jobs.getJob(id, DATABASE).getData().getState().value();
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
