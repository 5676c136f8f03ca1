package org.grievances.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.event.container.BeforeStart;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Makes the server that Arquillian starts: the one that the build made, without its application and
 * with the configuration in {@code src/test/liberty}, on free ports.
 */
public final class ArquillianServer implements LoadableExtension {
  /** The property that {@code arquillian.xml} takes the port from. */
  private static final String PORT = "arquillian.http.port";

  /** Runs before Arquillian reads its configuration. */
  @Override
  public void register(ExtensionBuilder builder) {
    if (System.getProperty(PORT) == null) {
      System.setProperty(PORT, freePort());
    }
    builder.observer(ArquillianServer.class);
  }

  public void make(@Observes BeforeStart event) throws IOException {
    Path server = LibertyServer.BUILT.resolveSibling("arquillian");
    LibertyServer.delete(server);
    LibertyServer.copy(LibertyServer.BUILT, server);
    Files.delete(server.resolve("apps/grievances.war"));
    LibertyServer.copy(
        Path.of("src/test/liberty/configDropins/overrides"),
        server.resolve("configDropins/overrides"));
    new Overrides()
        .set("grievances.http.port", System.getProperty(PORT))
        .set("grievances.operations.port", freePort())
        .writeTo(server);
  }

  private static String freePort() {
    try {
      return Integer.toString(LibertyServer.freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
