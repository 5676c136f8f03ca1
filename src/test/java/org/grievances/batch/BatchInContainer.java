package org.grievances.batch;

import jakarta.inject.Inject;
import java.io.File;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Startup;
import org.grievances.health.StartupCheck;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Base class of the tests that Arquillian runs inside the server, together with the application.
 * Each test starts with empty tables. All tests run in one thread because Arquillian keeps its
 * state in thread-locals.
 */
@ExtendWith(ArquillianExtension.class)
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
abstract class BatchInContainer {
  @Inject BatchClient client;
  @Inject @Startup private StartupCheck startupCheck;

  GrievanceTable alpha;
  GrievanceTable beta;

  /** The WAR of the build with the test classes, under another name than in server.xml. */
  @Deployment
  static WebArchive deployment() {
    return ShrinkWrap.create(ZipImporter.class, "batch.war")
        .importFrom(new File("target/grievances.war"))
        .as(WebArchive.class)
        .addClasses(
            BatchInContainer.class, BatchClient.class, GrievanceJson.class, GrievanceTable.class);
  }

  @BeforeEach
  void emptyTables() throws NamingException, SQLException, InterruptedException {
    awaitMigrations();
    alpha = GrievanceTable.in("alpha");
    beta = GrievanceTable.in("beta");
    alpha.execute("DELETE FROM grievances");
    beta.execute("DELETE FROM grievances");
  }

  private void awaitMigrations() throws InterruptedException {
    while (startupCheck.call().getStatus() != Status.UP) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  static List<Integer> statuses(List<Outcome> results) {
    return results.stream().map(Outcome::status).toList();
  }
}
