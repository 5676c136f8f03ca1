package org.grievances.browser;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.grievances.server.LibertyServer;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium that trusts one server's certificate, and keeps what it complains of: scripts that
 * fail, requests that are refused, and what the content security policy forbids.
 */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  /** WCAG 2.2, level AA; what passes is not described, which would take longer than the checks. */
  private static final String AXE_OPTIONS =
      """
      {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
       "resultTypes": ["violations"]}""";

  private final ChromeDriver driver;
  private final Path profile;
  private final List<String> expected = new ArrayList<>();

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /**
   * @param certificate the one that is trusted besides those that the system trusts
   */
  static Browser trusting(Path certificate) throws IOException, GeneralSecurityException {
    File program = NeedsChromium.DRIVER.installed().toFile();
    Path profile = Files.createTempDirectory("grievances-chromium");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program)
            .withEnvironment(Map.of("TMPDIR", profile.toString()))
            .build();
    Browser browser =
        new Browser(new ChromeDriver(service, options(certificate, profile)), profile);
    browser.onEachPage("watch.js");
    return browser;
  }

  private static ChromeOptions options(Path certificate, Path profile)
      throws IOException, GeneralSecurityException {
    LoggingPreferences everything = new LoggingPreferences();
    everything.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(NeedsChromium.CHROMIUM.installed().toString());
    options.setCapability(ChromeOptions.LOGGING_PREFS, everything);
    return options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
        "--user-data-dir=" + profile.toAbsolutePath(),
        "--ignore-certificate-errors-spki-list=" + keyHash(certificate));
  }

  private static String keyHash(Path certificate) throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(certificate)) {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(pem)
              .getPublicKey()
              .getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }
  }

  private void onEachPage(String script) throws IOException {
    command("Page.enable", Map.of());
    command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script(script)));
  }

  static String script(String name) throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void command(String name, Map<String, Object> parameters) {
    driver.executeCdpCommand(name, parameters);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** As wide and high as a window on a desk is. */
  void onADesk() {
    command("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** As wide and high as a phone is. */
  void onAPhone() {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
  }

  /**
   * @param scheme {@code light} or {@code dark}
   */
  void prefer(String scheme) {
    command(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Lets requests for these addresses fail, in which {@code *} is anything, and no others. */
  void block(String... addresses) {
    command("Network.enable", Map.of());
    command("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
  }

  /** Forgets all files that it has. */
  void clearCache() {
    command("Network.clearBrowserCache", Map.of());
  }

  void in(String timeZone) {
    command("Emulation.setTimezoneOverride", Map.of("timezoneId", timeZone));
  }

  /**
   * Forgets who is signed in, what pages have kept, and how it looked.
   *
   * @param origin the server of the pages
   */
  void beNew(String origin) {
    driver.get("about:blank");
    command("Network.clearBrowserCookies", Map.of());
    command(
        "Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "local_storage"));
    block();
    onADesk();
    prefer("light");
    in("America/New_York");
    expected.clear();
    driver.manage().logs().get(LogType.BROWSER);
  }

  /** Saves what it shows. */
  void screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What keeps people from using the page that it shows (WCAG 2.2, level AA). */
  @SuppressWarnings("deprecation") // a page without frames needs no second one to be checked in
  List<String> barriers() {
    AxeBuilder axe = new AxeBuilder().setLegacyMode();
    axe.setOptions(AXE_OPTIONS);
    return axe.analyze(driver).getViolations().stream().map(Browser::text).toList();
  }

  private static String text(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream()
            .map(node -> "\n  " + node.getHtml() + "\n    " + node.getFailureSummary())
            .reduce("", String::concat);
  }

  /** The test brings about a complaint that contains this text. */
  void expect(String complaint) {
    expected.add(complaint);
  }

  /** What it has complained of since it was last asked, and the test did not expect. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (isComplaint(entry) && expected.stream().noneMatch(entry.getMessage()::contains)) {
        complaints.add(entry.getLevel() + " " + entry.getMessage());
      }
    }
    Object violations = driver.executeScript("return window.watched?.violations ?? []");
    ((List<?>) violations).forEach(violation -> complaints.add("policy: " + violation));
    return complaints;
  }

  /** A page writes nothing to the console, not even what is harmless. */
  private static boolean isComplaint(LogEntry entry) {
    return entry.getLevel().intValue() >= Level.SEVERE.intValue()
        || entry.getMessage().contains("console-api");
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    LibertyServer.delete(profile);
  }
}
