package org.grievances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

/** Vulnerability scanners find every library of what is delivered, and its licence is kept. */
@DisabledIf(value = "isSbomMissing", disabledReason = "The CycloneDX plugin does nothing offline.")
class SbomIT {
  private static final String WAR = "target/grievances.war";
  private static final String LOADER = "target/grievances-load.jar";
  private static final String LIBRARIES = "WEB-INF/lib/";

  static boolean isSbomMissing() {
    return Files.notExists(Path.of("target/sbom/all/bom.cdx.json"));
  }

  private static String read(ZipFile archive, String entry) throws IOException {
    try (InputStream in = archive.getInputStream(archive.getEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> entries(ZipFile archive, String pattern) {
    return archive.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.matches(pattern))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listed(ZipFile archive) throws IOException {
    JsonPath bom = JsonPath.from(read(archive, "META-INF/sbom/bom.cdx.json"));
    assertEquals("CycloneDX", bom.getString("bomFormat"));
    List<String> names = bom.getList("components.collect { it.name + '-' + it.version }");
    List<Object> licences = bom.getList("components.findAll { it.licenses }.name");
    assertEquals(names.size(), licences.size());
    return new TreeSet<>(names);
  }

  @Test
  void sbomOfTheWarListsItsLibraries() throws IOException {
    try (ZipFile war = new ZipFile(WAR)) {
      Set<String> libraries =
          entries(war, LIBRARIES + ".+").stream()
              .map(name -> name.substring(LIBRARIES.length()).replaceFirst("\\.jar$", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(libraries, listed(war));
    }
  }

  /** Two libraries are built by Gradle and have no pom.properties. */
  @Test
  void sbomOfTheLoadingProgramListsItsLibraries() throws IOException {
    try (ZipFile loader = new ZipFile(LOADER)) {
      Set<String> libraries = new TreeSet<>();
      for (String entry : entries(loader, "META-INF/maven/.+/pom\\.properties")) {
        Properties library = new Properties();
        library.load(loader.getInputStream(loader.getEntry(entry)));
        libraries.add(library.getProperty("artifactId") + "-" + library.getProperty("version"));
      }
      Set<String> others = listed(loader);
      assertTrue(others.containsAll(libraries), () -> libraries + " in " + others);
      others.removeAll(libraries);
      assertEquals(
          Set.of("fastcsv", "picocli"),
          others.stream().map(name -> name.replaceFirst("-\\d.*", "")).collect(Collectors.toSet()));
    }
  }

  @Test
  void classesOfTheLoadingProgramAreOfListedLibraries() throws IOException {
    try (ZipFile loader = new ZipFile(LOADER)) {
      Set<String> packages =
          entries(loader, "[^/]+/.+\\.class").stream()
              .map(name -> name.replaceFirst("^(picocli|[^/]+/[^/]+)/.*", "$1"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          Set.of(
              "com/fasterxml",
              "de/siegmar",
              "dev/failsafe",
              "me/tongfei",
              "org/grievances",
              "org/jline",
              "picocli"),
          packages);
    }
  }

  @Test
  void licencesOfTheLoadingProgramAreKept() throws IOException {
    try (ZipFile loader = new ZipFile(LOADER)) {
      for (String library : List.of("fastcsv", "jackson-core", "jackson-databind")) {
        String licence = read(loader, "META-INF/licenses/" + library + "/META-INF/LICENSE");
        assertTrue(licence.matches("(?s).*(MIT|Apache) License.*"), licence);
      }
    }
  }
}
