package org.grievances.batch;

import jakarta.inject.Inject;
import java.io.File;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Startup;
import org.grievances.database.StartupCheck;
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
 * Tests that run inside the server, beside the application, each with empty tables. All run in one
 * thread, since Arquillian keeps what it needs in thread-locals.
 */
@ExtendWith(ArquillianExtension.class)
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
abstract class BatchInContainer {
  @Inject Caller caller;
  @Inject @Startup private StartupCheck started;

  GrievanceTable alpha;
  GrievanceTable beta;

  /** Not by the name of the application, which server.xml names already. */
  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(ZipImporter.class, "batch.war")
        .importFrom(new File("target/grievances.war"))
        .as(WebArchive.class)
        .addClasses(
            BatchInContainer.class, Caller.class, GrievanceJson.class, GrievanceTable.class);
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
    while (started.call().getStatus() != Status.UP) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  static List<Integer> statuses(List<Outcome> results) {
    return results.stream().map(Outcome::status).toList();
  }
}
