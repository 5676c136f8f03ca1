package org.grievances.jobs;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.database.ServerState;

/**
 * A job as the server's batch container runs it (Jakarta Batch 2.1). The container keeps nothing of
 * it: its state is in the target database, in the same transactions as the records.
 */
@Named("load")
@Dependent
public class LoadBatchlet extends AbstractBatchlet {
  private static final Logger LOGGER = Logger.getLogger(LoadBatchlet.class.getName());

  @Inject private JobStore store;
  @Inject private JobRunner runner;
  @Inject private Databases databases;
  @Inject private JobScheduler scheduler;
  @Inject private ServerState serverState;

  @Inject @BatchProperty private String database;
  @Inject @BatchProperty private String job;

  private volatile boolean stopped;

  @Override
  public String process() {
    Database target = databases.find(database).orElseThrow();
    try {
      store
          .find(target, job)
          .ifPresent(found -> runner.run(target, found, scheduler.server(), this::isStopping));
    } catch (RuntimeException failed) {
      Activity.log(LOGGER, Level.WARNING, "A job was left; it goes on later.", failed);
    } finally {
      scheduler.ended(target, job);
    }
    return "";
  }

  private boolean isStopping() {
    return stopped || serverState.isStopping();
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
