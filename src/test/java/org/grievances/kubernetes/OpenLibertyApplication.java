package org.grievances.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.kubernetes.client.openapi.models.V1DeploymentStrategy;
import io.kubernetes.client.openapi.models.V1PodSpec;

/**
 * What the Open Liberty Operator makes of its resource. Its schema is published as a custom
 * resource definition, but in no Maven repository, so it is not checked here that the operator
 * accepts the resource. What is checked: its parts of Kubernetes' own types against the schema of
 * Kubernetes, and that it has no field except those that this class knows, which were compared by
 * hand with the types of {@code apps.openliberty.io/v1} in the source of the operator.
 */
final class OpenLibertyApplication {
  static final String KIND = "apps.openliberty.io/v1 OpenLibertyApplication";

  /** Kubernetes' default: the resource has no field for it. */
  private static final int GRACE_PERIOD_SECONDS = 30;

  private final JsonObject resource;

  /** Takes fields away as it reads them, so that those that it does not know are left. */
  OpenLibertyApplication(JsonObject resource) {
    if (!KIND.equals(Manifests.kind(resource))) {
      throw new IllegalArgumentException(Manifests.kind(resource));
    }
    this.resource = resource.deepCopy();
  }

  private static JsonElement take(JsonObject from, String... path) {
    JsonObject parent = from;
    for (int depth = 0; depth < path.length - 1; depth++) {
      parent = parent.getAsJsonObject(path[depth]);
    }
    JsonElement taken = parent.remove(path[path.length - 1]);
    if (taken == null) {
      throw new IllegalArgumentException("without " + String.join(".", path));
    }
    return taken;
  }

  /** The pods that it asks for; throws a RuntimeException if a part is unknown or not allowed. */
  V1PodSpec pod() {
    JsonObject spec = take(resource, "spec").getAsJsonObject();
    JsonObject container = new JsonObject();
    container.add("name", resource.getAsJsonObject("metadata").get("name"));
    container.add("image", take(spec, "applicationImage"));
    for (String same : new String[] {"env", "envFrom", "resources", "securityContext"}) {
      container.add(same, take(spec, same));
    }
    container.add("volumeMounts", take(spec, "volumeMounts"));
    container.add("startupProbe", take(spec, "probes", "startup"));
    container.add("livenessProbe", take(spec, "probes", "liveness"));
    container.add("readinessProbe", take(spec, "probes", "readiness"));
    container.add("ports", ports(spec));

    JsonObject pod = new JsonObject();
    pod.add("containers", array(container));
    pod.add("volumes", take(spec, "volumes"));
    pod.add("topologySpreadConstraints", take(spec, "topologySpreadConstraints", "constraints"));
    pod.add("automountServiceAccountToken", take(spec, "serviceAccount", "mountToken"));
    boolean noLinks = take(spec, "disableServiceLinks").getAsBoolean();
    pod.add("enableServiceLinks", new JsonPrimitive(!noLinks));
    pod.add("terminationGracePeriodSeconds", new JsonPrimitive(GRACE_PERIOD_SECONDS));

    takeWhatIsNotOfPods(spec);
    return Manifests.typed(pod, V1PodSpec.class);
  }

  private static JsonArray ports(JsonObject spec) {
    JsonObject port = new JsonObject();
    port.add("containerPort", take(spec, "service", "port"));
    port.add("name", take(spec, "service", "portName"));
    return array(port);
  }

  private static JsonArray array(JsonObject only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }

  private static void takeWhatIsNotOfPods(JsonObject spec) {
    take(spec, "manageTLS").getAsBoolean();
    take(spec, "networkPolicy", "disable").getAsBoolean();
    take(spec, "topologySpreadConstraints", "disableOperatorDefaults").getAsBoolean();
    take(spec, "autoscaling", "minReplicas").getAsInt();
    take(spec, "autoscaling", "maxReplicas").getAsInt();
    take(spec, "autoscaling", "targetCPUUtilizationPercentage").getAsInt();
    Manifests.typed(take(spec, "deployment", "updateStrategy"), V1DeploymentStrategy.class);
    for (String group :
        new String[] {
          "autoscaling", "deployment", "networkPolicy", "probes", "service", "serviceAccount"
        }) {
      checkNothingIsLeft(take(spec, group).getAsJsonObject());
    }
    checkNothingIsLeft(take(spec, "topologySpreadConstraints").getAsJsonObject());
    checkNothingIsLeft(spec);
  }

  private static void checkNothingIsLeft(JsonObject part) {
    if (!part.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + part.keySet());
    }
  }
}
