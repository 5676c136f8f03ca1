package org.grievances.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1IngressServiceBackend;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.digest.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the manifests are what Kubernetes accepts and what the product needs, without a
 * cluster. The resource of the Open Liberty Operator is checked only in part: see {@link
 * OpenLibertyApplication}.
 */
class KubernetesManifestsTest {
  private static final String DEPLOYMENT = "base/deployment.yaml";
  private static final String OPERATOR = "open-liberty-operator/open-liberty-application.yaml";
  private static final String MONITORING = "components/monitoring/";
  private static final Set<String> OF_OPERATORS =
      Set.of(
          "components/certificate/certificate.yaml",
          MONITORING + "prometheus-rule.yaml",
          MONITORING + "service-monitor.yaml");
  private static final Set<String> PATCHES = Set.of("components/certificate/mount.yaml");
  private static final Path RULES = Path.of("src/main/deploy/monitoring");

  /**
   * {@code kubectl apply} keeps what it applied in an annotation, which has at most so many bytes.
   */
  private static final int MAX_ANNOTATION = 262_144;

  private static final String SECRET_EXAMPLE = "common/secret.example.yaml";
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "grievances");

  private static V1PodSpec podOfDeployment(String yaml) {
    JsonObject manifest = Manifests.documents(yaml).get(0);
    return ((V1Deployment) Manifests.typed(manifest)).getSpec().getTemplate().getSpec();
  }

  private static V1PodSpec podOfOperator(String yaml) {
    return new OpenLibertyApplication(Manifests.documents(yaml).get(0)).pod();
  }

  private static Set<String> files(String directory) throws IOException {
    Path root = Manifests.DIRECTORY.resolve(directory);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void addAll(JsonObject from, String member, Set<String> to) {
    if (from.has(member)) {
      from.getAsJsonArray(member).forEach(element -> to.add(element.getAsString()));
    }
  }

  @Test
  void theSchemaAllowsEveryManifest() throws IOException {
    int manifests = 0;
    for (String file : files("")) {
      if (!isOfKubernetes(file)) {
        continue;
      }
      String replaced = Manifests.text(file).replaceAll("<[^>]+>", "cmVwbGFjZWQ=");
      for (JsonObject manifest : Manifests.documents(replaced)) {
        Manifests.typed(manifest);
        manifests++;
      }
    }
    assertEquals(17, manifests);
  }

  @Test
  void theDefinitionsOfOperatorsAllowTheirResources() throws IOException {
    for (String file : OF_OPERATORS) {
      for (JsonObject manifest : Manifests.documents(Manifests.text(file))) {
        assertTrue(CustomResources.has(manifest), file);
        CustomResources.check(manifest);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "components/certificate/certificate.yaml, dnsNames:, hosts:",
    "components/certificate/certificate.yaml, size: 256, size: large",
    "components/monitoring/service-monitor.yaml, jobLabel:, job:",
    "components/monitoring/service-monitor.yaml, basicAuth:, basic_auth:",
    "components/monitoring/prometheus-rule.yaml, expr:, expression:",
    "components/monitoring/prometheus-rule.yaml, rules:, alerts:",
  })
  void fieldUnknownToAnOperatorIsRefused(String file, String text, String by) throws IOException {
    JsonObject manifest = Manifests.documents(replaced(file, text, by)).get(0);
    assertThrows(JsonProcessingException.class, () -> CustomResources.check(manifest));
  }

  /** Patches have no schema; that of the Open Liberty Operator is in no Maven repository. */
  private static boolean isOfKubernetes(String file) {
    return file.endsWith(".yaml")
        && !file.endsWith("kustomization.yaml")
        && !file.endsWith("references.yaml")
        && !OPERATOR.equals(file)
        && !OF_OPERATORS.contains(file)
        && !PATCHES.contains(file);
  }

  @Test
  void podsAreAsTheProductNeedsThem() throws IOException {
    assertEquals(List.of(), PodRules.violations(podOfDeployment(Manifests.text(DEPLOYMENT))));
    assertEquals(List.of(), PodRules.violations(podOfOperator(Manifests.text(OPERATOR))));
  }

  @Test
  void bothWaysToRunAreTheSame() throws IOException {
    V1PodSpec plain = podOfDeployment(Manifests.text(DEPLOYMENT));
    V1PodSpec operator = podOfOperator(Manifests.text(OPERATOR));
    assertEquals(plain.getVolumes(), operator.getVolumes());
    assertEquals(plain.getTopologySpreadConstraints(), operator.getTopologySpreadConstraints());
    V1Container one = plain.getContainers().get(0);
    V1Container other = operator.getContainers().get(0);
    assertEquals(one.getImage(), other.getImage());
    assertEquals(one.getEnv(), other.getEnv());
    assertEquals(one.getEnvFrom(), other.getEnvFrom());
    // The resource names the ports of its service alone; probes need no name of theirs.
    assertEquals(one.getPorts().subList(0, 1), other.getPorts());
    assertEquals(one.getResources(), other.getResources());
    assertEquals(one.getVolumeMounts(), other.getVolumeMounts());
    assertEquals(times(one.getStartupProbe()), times(other.getStartupProbe()));
    assertEquals(times(one.getLivenessProbe()), times(other.getLivenessProbe()));
    assertEquals(times(one.getReadinessProbe()), times(other.getReadinessProbe()));
  }

  private static List<Integer> times(V1Probe probe) {
    return List.of(
        probe.getPeriodSeconds(), probe.getTimeoutSeconds(), probe.getFailureThreshold());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "common",
        "migration",
        "open-liberty-operator",
        "components/backup",
        "components/certificate",
        "components/ingress",
        "components/monitoring"
      })
  void theKustomizationListsEveryFile(String directory) throws IOException {
    JsonObject kustomization =
        Manifests.documents(Manifests.text(directory + "/kustomization.yaml")).get(0);
    Set<String> listed = new TreeSet<>();
    addAll(kustomization, "resources", listed);
    addAll(kustomization, "configurations", listed);
    if (kustomization.has("patches")) {
      for (JsonElement patch : kustomization.getAsJsonArray("patches")) {
        listed.add(patch.getAsJsonObject().get("path").getAsString());
      }
    }
    if (kustomization.has("configMapGenerator")) {
      for (JsonElement generator : kustomization.getAsJsonArray("configMapGenerator")) {
        addAll(generator.getAsJsonObject(), "files", listed);
        addAll(generator.getAsJsonObject(), "envs", listed);
      }
    }
    Set<String> present = files(directory);
    present.remove("kustomization.yaml");
    present.removeIf(file -> file.endsWith(".example.yaml"));
    if (!directory.equals("common") && !directory.startsWith("components/")) {
      present.add("../common");
    }
    if (MONITORING.equals(directory + "/")) {
      present.add("../../../monitoring");
    }
    assertEquals(present, listed);
  }

  @Test
  void thePodsNameConfigMapsAndSecretsThatThereAre() throws IOException {
    Set<String> expected = new TreeSet<>();
    JsonArray generators =
        Manifests.documents(Manifests.text("common/kustomization.yaml"))
            .get(0)
            .getAsJsonArray("configMapGenerator");
    generators.forEach(each -> expected.add("map " + name(each.getAsJsonObject())));
    Manifests.documents(Manifests.text(SECRET_EXAMPLE))
        .forEach(each -> expected.add("secret " + name(each.getAsJsonObject("metadata"))));

    V1PodSpec pod = podOfDeployment(Manifests.text(DEPLOYMENT));
    Set<String> named = new TreeSet<>();
    pod.getVolumes()
        .forEach(
            volume -> {
              if (volume.getConfigMap() != null) {
                named.add("map " + volume.getConfigMap().getName());
              } else if (volume.getSecret() != null) {
                named.add("secret " + volume.getSecret().getSecretName());
              }
            });
    pod.getContainers()
        .get(0)
        .getEnvFrom()
        .forEach(
            from ->
                named.add(
                    from.getSecretRef() == null
                        ? "map " + from.getConfigMapRef().getName()
                        : "secret " + from.getSecretRef().getName()));
    assertEquals(expected, named);
  }

  private static String name(JsonObject from) {
    return from.get("name").getAsString();
  }

  private static JsonObject secretExample(String name) throws IOException {
    return Manifests.documents(Manifests.text(SECRET_EXAMPLE)).stream()
        .filter(secret -> name.equals(name(secret.getAsJsonObject("metadata"))))
        .findAny()
        .orElseThrow();
  }

  @Test
  void everyVariableIsAPropertyOrUsedInAFile() throws IOException {
    Set<String> used = new TreeSet<>();
    for (String file : files("common")) {
      if (file.endsWith(".xml")) {
        used.addAll(Product.variablesIn(Manifests.text("common/" + file)));
      }
    }
    Set<String> set =
        new TreeSet<>(secretExample("grievances").getAsJsonObject("stringData").keySet());
    Manifests.text("common/grievances.env")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> set.add(line.substring(0, line.indexOf('='))));
    assertTrue(set.containsAll(used), used + " in " + set);
    set.removeAll(used);
    set.removeIf(Product::hasProperty);
    assertEquals(List.of(), set.stream().filter(name -> !Product.hasPropertyOf(name)).toList());
    assertTrue(Product.hasProperty("grievances.api-keys.portal.sha256"));
    assertFalse(Product.hasProperty("grievances.api-keys.portal.sha512"));
    assertFalse(Product.hasPropertyOf("GRIEVANCES_BATCH_MAX_ITEM"));
  }

  /** An environment is shown by dumps and to child processes. */
  @Test
  void noSecretIsInTheEnvironment() throws IOException {
    for (V1PodSpec pod :
        List.of(
            podOfDeployment(Manifests.text(DEPLOYMENT)),
            podOfOperator(Manifests.text(OPERATOR)),
            migration().getTemplate().getSpec(),
            podOfBackup())) {
      V1Container container = pod.getContainers().get(0);
      assertTrue(container.getEnvFrom().stream().allMatch(from -> from.getSecretRef() == null));
      assertTrue(container.getEnv().stream().allMatch(each -> each.getValueFrom() == null));
    }
  }

  @Test
  void everyPlaceholderOfASecretIsRefused() throws IOException {
    JsonObject variables = secretExample("grievances").getAsJsonObject("stringData");
    variables
        .entrySet()
        .forEach(each -> assertTrue(each.getValue().getAsString().matches("<.+>"), each.getKey()));
    String hash = variables.get("grievances.api-keys.portal.sha256").getAsString();
    assertThrows(IllegalArgumentException.class, () -> Sha256.parse(hash));
    JsonObject files = secretExample("grievances-keys");
    assertThrows(RuntimeException.class, () -> Manifests.typed(files), "not base64");
    // The files are where the configuration of the server looks for them.
    String configuration =
        Manifests.text("common/overrides/keystore.xml")
            + Manifests.text("common/databases/northwind.xml");
    for (String file : files.getAsJsonObject("data").keySet()) {
      assertTrue(configuration.contains("=\"/secrets/" + file + "\""), file);
    }
  }

  @Test
  void databasesCanHaveSeveralServers() throws IOException {
    for (String file : files("common/databases")) {
      String database = Manifests.text("common/databases/" + file);
      assertTrue(database.contains("jdbcDriverRef=\"postgresql\""), file);
      assertTrue(database.contains("sslMode=\"verify-full\""), file);
    }
  }

  @Test
  void selectorsMatchThePods() throws IOException {
    V1Deployment deployment = Manifests.typed(DEPLOYMENT, V1Deployment.class);
    assertEquals(LABELS, deployment.getSpec().getTemplate().getMetadata().getLabels());
    assertEquals(LABELS, deployment.getSpec().getSelector().getMatchLabels());
    // The operator labels its pods with the name of its resource.
    JsonObject application = Manifests.documents(Manifests.text(OPERATOR)).get(0);
    assertTrue(LABELS.containsValue(name(application.getAsJsonObject("metadata"))));

    assertEquals(
        LABELS,
        Manifests.typed("common/pod-disruption-budget.yaml", V1PodDisruptionBudget.class)
            .getSpec()
            .getSelector()
            .getMatchLabels());
    assertEquals(LABELS, networkPolicy().getSpec().getPodSelector().getMatchLabels());
    V1Service service = Manifests.typed("base/service.yaml", V1Service.class);
    assertEquals(LABELS, service.getSpec().getSelector());
    assertEquals(Product.httpsPort(), service.getSpec().getPorts().get(0).getPort());
    assertEquals("https", service.getSpec().getPorts().get(0).getTargetPort().getStrValue());
    deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getTopologySpreadConstraints()
        .forEach(each -> assertEquals(LABELS, each.getLabelSelector().getMatchLabels()));
    assertEquals(
        deployment.getMetadata().getName(),
        Manifests.typed("base/horizontal-pod-autoscaler.yaml", V2HorizontalPodAutoscaler.class)
            .getSpec()
            .getScaleTargetRef()
            .getName());
  }

  /** The driver gives up within the time that a pod has to stop, after what comes before. */
  @Test
  void podStopsAlsoWhenADatabaseDoesNotAnswer() throws IOException {
    V1PodSpec pod = podOfDeployment(Manifests.text(DEPLOYMENT));
    long before = pod.getContainers().get(0).getLifecycle().getPreStop().getSleep().getSeconds();
    for (String file : files("common/databases")) {
      Matcher timeout =
          Pattern.compile("socketTimeout=\"(\\d+)s\"")
              .matcher(Manifests.text("common/databases/" + file));
      assertTrue(timeout.find(), file);
      assertTrue(
          before + Integer.parseInt(timeout.group(1)) < pod.getTerminationGracePeriodSeconds(),
          file);
    }
  }

  /** Prometheus reads the rules of a file, its operator those of a resource. */
  @Test
  void theOperatorHasTheRulesOfPrometheus() throws IOException {
    JsonObject rules = Manifests.documents(Files.readString(RULES.resolve("alerts.yml"))).get(0);
    JsonObject resource =
        Manifests.documents(Manifests.text(MONITORING + "prometheus-rule.yaml")).get(0);
    assertEquals(rules, resource.getAsJsonObject("spec"));
    // The expressions name the job that the label of the service makes.
    String label =
        Manifests.documents(Manifests.text(MONITORING + "service-monitor.yaml"))
            .get(0)
            .getAsJsonObject("spec")
            .get("jobLabel")
            .getAsString();
    String job =
        Manifests.typed(MONITORING + "service.yaml", V1Service.class)
            .getMetadata()
            .getLabels()
            .get(label);
    assertTrue(rules.toString().contains("up{job=\\\"" + job + "\\\"}"), job);
  }

  @Test
  void theConfigMapOfTheDashboardIsMadeOfItsFile() throws IOException {
    JsonObject generator =
        Manifests.documents(Files.readString(RULES.resolve("kustomization.yaml")))
            .get(0)
            .getAsJsonArray("configMapGenerator")
            .get(0)
            .getAsJsonObject();
    Set<String> files = new TreeSet<>();
    addAll(generator, "files", files);
    assertEquals(Set.of("grafana-dashboard.json"), files);
    assertTrue(Files.size(RULES.resolve("grafana-dashboard.json")) < MAX_ANNOTATION);
  }

  @Test
  void componentsReferToWhatThereIs() throws IOException {
    V1Service operations = Manifests.typed("components/monitoring/service.yaml", V1Service.class);
    assertEquals(LABELS, operations.getSpec().getSelector());
    assertEquals(Product.operationsPort(), operations.getSpec().getPorts().get(0).getPort());
    String monitor = Manifests.text("components/monitoring/service-monitor.yaml");
    operations
        .getMetadata()
        .getLabels()
        .forEach((label, value) -> assertTrue(monitor.contains(label + ": " + value), label));

    V1Ingress ingress = Manifests.typed("components/ingress/ingress.yaml", V1Ingress.class);
    V1Service service = Manifests.typed("base/service.yaml", V1Service.class);
    V1IngressServiceBackend backend =
        ingress.getSpec().getRules().get(0).getHttp().getPaths().get(0).getBackend().getService();
    assertEquals(service.getMetadata().getName(), backend.getName());
    assertEquals(service.getSpec().getPorts().get(0).getName(), backend.getPort().getName());

    String keyStore = Manifests.text("components/certificate/keystore.yaml");
    String mount = Manifests.text("components/certificate/mount.yaml");
    assertTrue(keyStore.contains("location=\"/certificate/keystore.p12\""), keyStore);
    assertTrue(mount.contains("mountPath: /certificate"), mount);
    String secret =
        Manifests.documents(Manifests.text("components/certificate/certificate.yaml"))
            .get(0)
            .getAsJsonObject("spec")
            .get("secretName")
            .getAsString();
    assertTrue(mount.contains("secretName: " + secret), mount);
  }

  private static V1PodSpec podOfBackup() throws IOException {
    return Manifests.typed("components/backup/cron-job.yaml", V1CronJob.class)
        .getSpec()
        .getJobTemplate()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static V1JobSpec migration() throws IOException {
    return Manifests.typed("migration/job.yaml", V1Job.class).getSpec();
  }

  @Test
  void jobsRunWithoutRights() throws IOException {
    for (V1PodSpec pod : List.of(podOfBackup(), migration().getTemplate().getSpec())) {
      V1Container container = pod.getContainers().get(0);
      assertTrue(pod.getSecurityContext().getRunAsNonRoot());
      assertFalse(pod.getAutomountServiceAccountToken());
      assertFalse(container.getSecurityContext().getAllowPrivilegeEscalation());
      assertTrue(container.getSecurityContext().getReadOnlyRootFilesystem());
      assertEquals(List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop());
    }
  }

  @Test
  void migrationRunsWithTheConfigurationOfTheService() throws IOException {
    V1PodSpec pod = migration().getTemplate().getSpec();
    V1PodSpec service = podOfDeployment(Manifests.text(DEPLOYMENT));
    V1Container migration = pod.getContainers().get(0);
    V1Container server = service.getContainers().get(0);
    assertEquals(server.getImage(), migration.getImage());
    assertEquals(server.getEnvFrom(), migration.getEnvFrom());
    assertEquals(server.getEnv().get(0), migration.getEnv().get(0));
    assertEquals(server.getVolumeMounts(), migration.getVolumeMounts());
    assertEquals(volumeNames(service), volumeNames(pod));
    String script = migration.getCommand().get(1);
    assertTrue(Files.exists(Path.of(script.replace("/config", "liberty"))), script);
    long timeout = Long.parseLong(migration.getEnv().get(1).getValue());
    assertTrue(timeout < migration().getActiveDeadlineSeconds());
    // No request comes here.
    assertNotEquals(LABELS, migration().getTemplate().getMetadata().getLabels());
    assertEquals(
        migration().getTemplate().getMetadata().getLabels(),
        Manifests.typed("migration/network-policy.yaml", V1NetworkPolicy.class)
            .getSpec()
            .getPodSelector()
            .getMatchLabels());
  }

  private static List<String> volumeNames(V1PodSpec pod) {
    return pod.getVolumes().stream().map(V1Volume::getName).toList();
  }

  private static V1NetworkPolicy networkPolicy() throws IOException {
    return Manifests.typed("common/network-policy.yaml", V1NetworkPolicy.class);
  }

  @Test
  void theNetworkLetsThroughWhatIsNeededAlone() throws IOException {
    V1NetworkPolicy policy = networkPolicy();
    assertEquals(List.of("Ingress", "Egress"), policy.getSpec().getPolicyTypes());
    assertEquals(
        Set.of(Product.httpsPort(), Product.operationsPort()),
        ports(policy.getSpec().getIngress().stream().flatMap(each -> each.getPorts().stream())));
    assertEquals(
        Set.of(53, 443, 636, 5432),
        ports(policy.getSpec().getEgress().stream().flatMap(each -> each.getPorts().stream())));
  }

  private static Set<Integer> ports(Stream<V1NetworkPolicyPort> ports) {
    return ports.map(port -> port.getPort().getIntValue()).collect(Collectors.toSet());
  }

  private static String replaced(String file, String text, String by) throws IOException {
    String before = Manifests.text(file);
    String after = before.replace(text, by);
    assertNotEquals(before, after, text);
    return after;
  }

  @ParameterizedTest
  @CsvSource({
    "/health/ready, /health/readiness, probe /health/ready",
    "scheme: HTTPS, scheme: HTTP, HTTPS for /health/live",
    "containerPort: 9444, containerPort: 9080, port of /health/live",
    "terminationGracePeriodSeconds: 90, terminationGracePeriodSeconds: 35, time to stop",
    "allowPrivilegeEscalation: false, allowPrivilegeEscalation: true, no escalation",
    "drop: [ALL], drop: [NET_RAW], no capabilities",
    "readOnlyRootFilesystem: true, readOnlyRootFilesystem: false, read-only root",
    "runAsNonRoot: true, runAsNonRoot: false, not as root",
    "type: RuntimeDefault, type: Unconfined, seccomp",
    "automountServiceAccountToken: false, automountServiceAccountToken: true, no token of the"
        + " cluster",
    "enableServiceLinks: false, enableServiceLinks: true, no variables for services",
    "mountPath: /tmp, mountPath: /var/tmp, /tmp is written",
    "mountPath: /config/databases, mountPath: /config/database, /config/database is known",
    "-Xmx512m, -Xmx768m, heap and 1 GiB",
    "ephemeral-storage: 6Gi, ephemeral-storage: 4Gi, disk for bodies",
    "name: JVM_ARGS, name: GRIEVANCES_HEAP, GRIEVANCES_HEAP is known",
  })
  void violationsOfThePodRulesAreFound(String text, String by, String violation)
      throws IOException {
    List<String> found = PodRules.violations(podOfDeployment(replaced(DEPLOYMENT, text, by)));
    assertTrue(found.contains(violation), () -> violation + " in " + found);
  }

  @ParameterizedTest
  @CsvSource({
    "readinessProbe:, readyProbe:",
    "containerPort: 9443, containerPort: https",
    "mountPath: /logs, path: /logs",
    "memory: 1536Mi, memory: much",
    "apiVersion: apps/v1, apiVersion: apps/v1beta1",
    "periodSeconds: 2, periodSeconds: {}",
    "maxSurge: 1, maxUnavailable: 1",
  })
  void manifestAgainstTheSchemaIsRefused(String text, String by) throws IOException {
    String manifest = replaced(DEPLOYMENT, text, by);
    assertThrows(RuntimeException.class, () -> podOfDeployment(manifest));
  }

  @ParameterizedTest
  @CsvSource({
    "applicationImage:, image:",
    "mountToken:, automount:",
    "mountPath: /logs, path: /logs",
    "manageTLS: false, manageTls: false",
    "maxSurge: 1, surge: 1",
  })
  void fieldUnknownToTheOperatorIsRefused(String text, String by) throws IOException {
    String manifest = replaced(OPERATOR, text, by);
    assertThrows(RuntimeException.class, () -> podOfOperator(manifest));
  }
}
