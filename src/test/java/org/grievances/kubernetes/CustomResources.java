package org.grievances.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.JsonObject;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.Map;

/**
 * Reads resources of operators, by classes that are generated from the definitions which the
 * operators publish. They accept neither an unknown field nor a value of another type; whether a
 * required field is missing is not checked.
 */
final class CustomResources {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "cert-manager.io/v1 Certificate", Certificate.class,
          "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
          "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new WithoutOtherFields())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The classes keep fields that they do not know, for operators of a later version. */
  private static final class WithoutOtherFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }

  private CustomResources() {}

  static boolean has(JsonObject manifest) {
    return KINDS.containsKey(Manifests.kind(manifest));
  }

  /** Throws an exception if its definition does not allow the manifest. */
  static void check(JsonObject manifest) throws JsonProcessingException {
    STRICT.readValue(manifest.toString(), KINDS.get(Manifests.kind(manifest)));
  }
}
