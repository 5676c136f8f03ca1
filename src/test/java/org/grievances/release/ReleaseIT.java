package org.grievances.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packages of a release hold what they should, and run where they are installed. */
@Tag("release")
class ReleaseIT {
  private static final Path RELEASE = Path.of("target/release").toAbsolutePath();
  private static final Pattern OF_ONE_MACHINE =
      Pattern.compile(
          "(?!.*/deploy/).*(\\.p12|\\.jks|\\.pem|\\.key|\\.jsa|/server\\.env|/databases/[^/]+\\.xml"
              + "|/(derby/[^/]+/.+|workarea|logs|overrides|resources)/.*)");

  private static Path installation;

  @BeforeAll
  static void makeDirectory() throws IOException {
    installation = Files.createTempDirectory("grievances-release");
    Shell.run(installation, "chmod 755 .");
  }

  private static Path one(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(RELEASE)) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .reduce((one, other) -> other)
          .orElseThrow();
    }
  }

  private static List<String> entries(Path zip) throws IOException {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      return archive.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void listedChecksumsAreThoseOfThePackages() {
    assertEquals(3, Shell.run(RELEASE, "sha256sum --check SHA256SUMS").lines().count());
  }

  @Test
  void noPackageHoldsAKeyOrADatabase() throws IOException {
    List<String> names =
        Stream.of(
                entries(one(".*-server\\.zip")),
                entries(one(".*-existing-liberty\\.zip")),
                Shell.run(RELEASE, "tar -tzf *-container.tar.gz").lines().toList())
            .flatMap(List::stream)
            .toList();
    assertTrue(names.size() > 100, () -> names.size() + " entries");
    assertEquals(
        List.of(), names.stream().filter(name -> OF_ONE_MACHINE.matcher(name).matches()).toList());
  }

  @Test
  void imageIsBuiltFromWhatTheContainerPackageHolds() throws IOException {
    Path context = Files.createDirectory(installation.resolve("container"));
    Shell.run(context, "tar --strip-components=1 -xzf " + one(".*-container\\.tar\\.gz"));
    List<String> missing =
        Files.readAllLines(context.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("COPY "))
            .map(line -> line.split("\\s+"))
            .map(words -> words[words.length - 2])
            .filter(path -> Files.notExists(context.resolve(path)))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void serverIsInstalledByTheCommandsOfTheManual() throws Exception {
    try (InstalledServer server =
        InstalledServer.onAMachine(
            Files.createDirectory(installation.resolve("machine")), RELEASE)) {
      server.configure();
      assertEquals("", server.check());
      server.start();
      server.putBatch();
    }
  }

  @Test
  void recordedStartIsUsed() throws Exception {
    try (InstalledServer server =
        InstalledServer.onAMachine(Files.createDirectory(installation.resolve("fast")), RELEASE)) {
      server.configure();
      server.recordStart();
      server.start();
      server.putBatch();
    }
  }

  @Test
  void serverRunsInALibertyThatIsThere() throws Exception {
    try (InstalledServer server =
        InstalledServer.inLiberty(
            Files.createDirectory(installation.resolve("liberty")),
            one(".*-existing-liberty\\.zip"))) {
      server.configure();
      server.start();
      server.putBatch();
    }
  }

  @Test
  void unitOfSystemdIsValid() throws IOException {
    Path unit = Path.of("src/release/grievances.service").toAbsolutePath();
    Path copy = Files.createDirectory(installation.resolve("unit")).resolve("grievances.service");
    Files.writeString(
        copy,
        Files.readString(unit).replaceFirst("ExecStart=\\S+", "ExecStart=/bin/true")
            + "\n# without the server, which is not at its place here\n");
    assertEquals("", Shell.run(copy.getParent(), "systemd-analyze verify ./grievances.service"));
  }
}
