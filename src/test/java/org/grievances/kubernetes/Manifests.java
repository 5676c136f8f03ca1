package org.grievances.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads manifests. Each is parsed into the class that the Kubernetes client has for its kind, which
 * is generated from the schema that Kubernetes publishes and accepts neither an unknown field, nor
 * a value of another type, nor that a required field is missing.
 */
final class Manifests {
  static final Path DIRECTORY = Path.of("src/main/deploy/kubernetes");

  private static final ObjectReader YAML =
      new YAMLMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .readerFor(JsonNode.class);

  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("apps/v1 Deployment", V1Deployment.class),
          Map.entry("batch/v1 CronJob", V1CronJob.class),
          Map.entry("batch/v1 Job", V1Job.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1 Ingress", V1Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class),
          Map.entry("v1 ConfigMap", V1ConfigMap.class),
          Map.entry("v1 PersistentVolumeClaim", V1PersistentVolumeClaim.class),
          Map.entry("v1 Secret", V1Secret.class),
          Map.entry("v1 Service", V1Service.class));

  private Manifests() {}

  static String text(String file) throws IOException {
    return Files.readString(DIRECTORY.resolve(file));
  }

  /** The documents of a YAML text, in their order. */
  static List<JsonObject> documents(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readValues(yaml)) {
      return documents.readAll().stream()
          .map(document -> JsonParser.parseString(document.toString()).getAsJsonObject())
          .toList();
    }
  }

  static String kind(JsonObject manifest) {
    return manifest.get("apiVersion").getAsString() + " " + manifest.get("kind").getAsString();
  }

  /** The manifest as its kind; throws a RuntimeException if the schema does not allow it. */
  static Object typed(JsonObject manifest) {
    Class<?> type = KINDS.get(kind(manifest));
    if (type == null) {
      throw new IllegalArgumentException("unknown: " + kind(manifest));
    }
    return typed(manifest, type);
  }

  static <T> T typed(JsonElement part, Class<T> type) {
    return JSON.getGson().fromJson(part, type);
  }

  /** The only document of a file, as its kind. */
  static <T> T typed(String file, Class<T> type) throws IOException {
    List<JsonObject> documents = documents(text(file));
    if (documents.size() != 1) {
      throw new IllegalArgumentException(file + " has " + documents.size() + " documents");
    }
    return type.cast(typed(documents.get(0)));
  }
}
