package org.grievances.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import org.grievances.server.RunningServer;

/** Sends requests to addresses exactly as they are given, which REST-assured would rewrite. */
record ExactAddress(RunningServer server, HttpClient client) {

  static ExactAddress of(RunningServer server) {
    try {
      return new ExactAddress(server, server.secrets().httpClient());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String database, String type, String address) {
    return send(request(database, address).header("Accept", type).GET());
  }

  /** Sends JSON. */
  HttpResponse<String> send(String method, String database, String address, String body) {
    return send(
        request(database, address)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  /** Sends a batch without items. */
  HttpResponse<String> putNothing(String database, String address) {
    return send("PUT", database, address, "[]");
  }

  private HttpRequest.Builder request(String database, String address) {
    return HttpRequest.newBuilder(URI.create(server.server().url() + address))
        .header("x-api-key", server.secrets().apiKey())
        .header("Authorization", "Bearer " + server.token("grievance-admin"))
        .header("vbasoftware-database", database);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
