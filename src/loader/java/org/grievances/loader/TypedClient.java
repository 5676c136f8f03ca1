package org.grievances.loader;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.grievances.loader.client.ApiClient;
import org.grievances.loader.client.ApiException;
import org.grievances.loader.client.ApiResponse;

/** The client generated from the service's OpenAPI document, over the program's connections. */
final class TypedClient extends ApiClient {
  private final HttpClient client;

  /** A call with additional headers, such as credentials. */
  @FunctionalInterface
  interface Call<T> {
    CompletableFuture<ApiResponse<T>> with(Map<String, String> headers) throws ApiException;
  }

  /**
   * @param documented the path below which the document has the operations
   * @param base the URL below which they are; a gateway may have another path
   * @param completed adds the headers of every request
   */
  TypedClient(
      HttpClient client, String documented, URI base, Consumer<HttpRequest.Builder> completed) {
    this.client = client;
    setRequestInterceptor(
        request -> {
          String path = request.build().uri().getRawPath();
          completed.accept(request.uri(base.resolve(path.substring(documented.length() + 1))));
        });
  }

  @Override
  public HttpClient getHttpClient() {
    return client;
  }
}
