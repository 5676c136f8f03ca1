package org.grievances.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The console in a browser, before anybody has signed in. */
final class Console implements AutoCloseable {
  private final ConsoleServer server;
  private final Browser browser;
  private final Page page;

  private Console(ConsoleServer server) throws IOException, GeneralSecurityException {
    this.server = server;
    this.browser = Browser.trusting(server.certificate());
    this.page = new Page(browser.driver());
  }

  /** Opens a browser for the console of a server. */
  static Console of(ConsoleServer server) throws IOException, GeneralSecurityException {
    return new Console(server);
  }

  ConsoleServer server() {
    return server;
  }

  Browser browser() {
    return browser;
  }

  Page page() {
    return page;
  }

  /**
   * Goes to a place as by its address.
   *
   * @param place such as {@code /alpha/grievances}
   */
  void open(String place) {
    browser.driver().get(server.url() + "/console/#" + place);
  }

  /** Signs in as the user of a role, and goes to a place. */
  void signIn(String user, String place) {
    open(place);
    enter(user, server.password());
    page.find("button", user);
  }

  void enter(String user, String password) {
    page.type("User name", user);
    page.type("Password", password);
    page.click("button", "Sign in");
  }

  /**
   * What it shows keeps nobody out, light or dark, and fits a phone too; pictures of it are kept
   * under a name.
   */
  void assertIsUsable(String name) throws IOException {
    page.settle();
    List<String> faults = new ArrayList<>();
    for (String scheme : List.of("dark", "light")) {
      browser.prefer(scheme);
      browser.barriers().forEach(barrier -> faults.add(scheme + ", " + barrier));
      browser.screenshot(name + "-" + scheme);
    }
    assertEquals(List.of(), faults, name);
    browser.onAPhone();
    assertFitsAPhone(name);
    browser.onADesk();
  }

  /** The same of what it shows on a phone. */
  void assertFitsAPhone(String name) throws IOException {
    page.settle();
    List<String> faults = new ArrayList<>(browser.barriers());
    faults.addAll(page.sideways());
    browser.screenshot(name + "-phone");
    assertEquals(List.of(), faults, name + " on a phone");
  }

  /** The place that it shows. */
  String place() {
    String address = browser.driver().getCurrentUrl();
    return address.substring(address.indexOf('#') + 1);
  }

  @Override
  public void close() throws IOException {
    browser.close();
  }

  /**
   * Hands the console to the tests of a class, new for each, and fails a test in which the browser
   * complained; all classes share the server.
   */
  static final class Resolver implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(Resolver.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Console.class;
    }

    @Override
    public Console resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return of(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
      Console console = of(context);
      console.browser().beNew(console.server().url());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
      Browser browser = of(context).browser();
      if (context.getExecutionException().isPresent()) {
        browser.screenshot(
            "failed-"
                + context.getRequiredTestClass().getSimpleName()
                + "-"
                + context.getRequiredTestMethod().getName());
        System.err.println(browser.complaints());
      } else {
        assertEquals(List.of(), browser.complaints(), "what the browser complained of");
      }
    }

    private static Console of(ExtensionContext context) {
      ExtensionContext ofClass = context;
      while (ofClass.getTestMethod().isPresent()) {
        ofClass = ofClass.getParent().orElseThrow();
      }
      return ofClass
          .getStore(NAMESPACE)
          .getOrComputeIfAbsent(
              context.getRequiredTestClass(), type -> start(server(context)), Console.class);
    }

    private static ConsoleServer server(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .getOrComputeIfAbsent(ConsoleServer.class, type -> startServer(), ConsoleServer.class);
    }

    private static Console start(ConsoleServer server) {
      try {
        return new Console(server);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("The browser did not start", e);
      }
    }

    private static ConsoleServer startServer() {
      try {
        return ConsoleServer.start();
      } catch (IOException | GeneralSecurityException | JOSEException e) {
        throw new IllegalStateException("The server did not start", e);
      }
    }
  }
}
