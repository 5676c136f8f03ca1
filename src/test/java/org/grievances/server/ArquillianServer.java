package org.grievances.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.event.container.BeforeStart;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Makes the server that Arquillian starts: the one that the build made, without its application and
 * with the configuration in {@code src/test/liberty}. It listens on a port that the system chooses.
 */
public final class ArquillianServer implements LoadableExtension {
  @Override
  public void register(ExtensionBuilder builder) {
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
        .set("grievances.operations.port", Integer.toString(LibertyServer.freePort()))
        .writeTo(server);
  }
}
