package org.grievances.kubernetes;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1Lifecycle;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pod must say so that the product runs in it, safely and as documented. */
final class PodRules {
  private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1L << 20);
  private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");

  private final V1PodSpec pod;
  private final V1Container container;
  private final List<String> violations = new ArrayList<>();

  private PodRules(V1PodSpec pod) {
    this.pod = pod;
    this.container = pod.getContainers().get(0);
  }

  /** What is wrong with the pod, in words. */
  static List<String> violations(V1PodSpec pod) {
    PodRules rules = new PodRules(pod);
    rules.checkProbe("started", rules.container.getStartupProbe());
    rules.checkProbe("live", rules.container.getLivenessProbe());
    rules.checkProbe("ready", rules.container.getReadinessProbe());
    rules.checkStop();
    rules.checkRights();
    rules.checkDirectories();
    rules.checkResources();
    rules.checkVariables();
    return rules.violations;
  }

  private void require(boolean met, String rule) {
    if (!met) {
      violations.add(rule);
    }
  }

  private void checkProbe(String name, V1Probe probe) {
    V1HTTPGetAction get = probe.getHttpGet();
    String path = "/health/" + name;
    require(path.equals(get.getPath()) && Product.hasHealthPath(path), "probe " + path);
    require("HTTPS".equals(get.getScheme()), "HTTPS for " + path);
    require(port(get) == Product.operationsPort(), "port of " + path);
  }

  private int port(V1HTTPGetAction get) {
    if (get.getPort().isInteger()) {
      return get.getPort().getIntValue();
    }
    return container.getPorts().stream()
        .filter(port -> get.getPort().getStrValue().equals(port.getName()))
        .findAny()
        .orElseThrow()
        .getContainerPort();
  }

  private void checkStop() {
    long before =
        Optional.ofNullable(container.getLifecycle())
            .map(V1Lifecycle::getPreStop)
            .map(preStop -> preStop.getSleep().getSeconds())
            .orElse(0L);
    require(
        pod.getTerminationGracePeriodSeconds() >= before + Product.secondsToStop(), "time to stop");
  }

  private void checkRights() {
    V1SecurityContext rights = container.getSecurityContext();
    Optional<V1PodSecurityContext> ofPod = Optional.ofNullable(pod.getSecurityContext());
    require(Boolean.FALSE.equals(rights.getAllowPrivilegeEscalation()), "no escalation");
    require(List.of("ALL").equals(rights.getCapabilities().getDrop()), "no capabilities");
    require(rights.getCapabilities().getAdd().isEmpty(), "no capabilities added");
    require(Boolean.TRUE.equals(rights.getReadOnlyRootFilesystem()), "read-only root");
    require(
        Boolean.TRUE.equals(
            ofPod.map(V1PodSecurityContext::getRunAsNonRoot).orElse(rights.getRunAsNonRoot())),
        "not as root");
    require(
        Optional.ofNullable(
                ofPod
                    .map(V1PodSecurityContext::getSeccompProfile)
                    .orElse(rights.getSeccompProfile()))
            .map(V1SeccompProfile::getType)
            .filter("RuntimeDefault"::equals)
            .isPresent(),
        "seccomp");
    require(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "no token of the cluster");
    require(Boolean.FALSE.equals(pod.getEnableServiceLinks()), "no variables for services");
  }

  private void checkDirectories() {
    for (String directory : Product.WRITTEN_DIRECTORIES) {
      require(isWritable(directory), directory + " is written");
    }
    for (V1VolumeMount mount : container.getVolumeMounts()) {
      require(isOfProduct(mount), mount.getMountPath() + " is known");
    }
  }

  private boolean isWritable(String directory) {
    return container.getVolumeMounts().stream()
        .filter(mount -> directory.equals(mount.getMountPath()))
        .anyMatch(
            mount ->
                !Boolean.TRUE.equals(mount.getReadOnly())
                    && volume(mount).getEmptyDir() != null
                    // In memory it would count as memory.
                    && volume(mount).getEmptyDir().getMedium() == null);
  }

  private V1Volume volume(V1VolumeMount mount) {
    return pod.getVolumes().stream()
        .filter(volume -> mount.getName().equals(volume.getName()))
        .findAny()
        .orElseThrow();
  }

  private boolean isOfProduct(V1VolumeMount mount) {
    String path = mount.getMountPath();
    if (path.startsWith("/config/")) {
      String directory = path.substring("/config/".length());
      boolean isSecret = volume(mount).getSecret() != null;
      return Boolean.TRUE.equals(mount.getReadOnly())
          && isSecret == directory.equals(Product.VARIABLES)
          && Product.readsConfigurationIn(directory);
    }
    if (path.equals("/secrets")) {
      return Boolean.TRUE.equals(mount.getReadOnly()) && volume(mount).getSecret() != null;
    }
    return Product.WRITTEN_DIRECTORIES.contains(path);
  }

  private void checkResources() {
    V1ResourceRequirements resources = container.getResources();
    Map<String, Quantity> limits = resources.getLimits();
    Map<String, Quantity> requests = resources.getRequests();
    require(number(limits, "memory").compareTo(heap().add(GIBIBYTE)) >= 0, "heap and 1 GiB");
    require(number(requests, "memory").equals(number(limits, "memory")), "memory is requested");
    require(number(requests, "cpu").signum() > 0, "CPU is requested");
    BigDecimal disk = number(requests, "ephemeral-storage");
    require(disk.compareTo(BigDecimal.valueOf(Product.spooledBytes())) > 0, "disk for bodies");
  }

  private static BigDecimal number(Map<String, Quantity> quantities, String name) {
    return quantities.get(name).getNumber();
  }

  private BigDecimal heap() {
    return container.getEnv().stream()
        .filter(variable -> "JVM_ARGS".equals(variable.getName()))
        .map(V1EnvVar::getValue)
        .filter(Objects::nonNull)
        .map(HEAP::matcher)
        .filter(Matcher::find)
        .map(heap -> new BigDecimal(heap.group(1)).multiply(MEBIBYTE))
        .findAny()
        // The JVM would choose one.
        .orElse(BigDecimal.valueOf(Long.MAX_VALUE));
  }

  /** JVM_ARGS is Liberty's. */
  private void checkVariables() {
    for (V1EnvVar variable : container.getEnv()) {
      String name = variable.getName();
      require("JVM_ARGS".equals(name) || Product.hasPropertyOf(name), name + " is known");
    }
  }
}
