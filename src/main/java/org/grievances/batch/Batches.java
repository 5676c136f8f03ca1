package org.grievances.batch;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.api.Activity;
import org.grievances.api.Data;
import org.grievances.api.Limit;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;
import org.grievances.database.SqlFault;

/** Runs a batch, each attempt in a transaction of its own, until it has an outcome. */
@ApplicationScoped
public class Batches {
  private static final Logger LOGGER = Logger.getLogger(Batches.class.getName());
  private static final int RETRIES = 3;

  @Inject private BatchService service;

  @Inject
  @ConfigProperty(name = "grievances.batch.max-in-work")
  private int maxInWork;

  private Limit inWork;

  @PostConstruct
  void limit() {
    inWork = new Limit("This server", maxInWork);
  }

  /**
   * @throws ProblemException when the whole request failed; nothing was applied then, except with
   *     {@code OUTCOME_UNKNOWN}
   */
  public Data run(Batch batch) {
    Limit.Place place = inWork.enter();
    try {
      return runToItsEnd(batch);
    } finally {
      place.close();
    }
  }

  private Data runToItsEnd(Batch batch) {
    Attempt attempt = Attempt.FIRST;
    int retries = 0;
    while (true) {
      try {
        return service.apply(batch, attempt);
      } catch (RowRefusedException refused) {
        attempt = attempt.carefully();
      } catch (ContentionException contention) {
        attempt = attempt.inPeace();
        if (++retries > RETRIES) {
          throw batch.database().busy();
        }
      } catch (EJBException fault) {
        attempt = afterFailedCommit(attempt, fault);
        if (++retries > RETRIES) {
          throw batch.database().busy();
        }
      }
    }
  }

  /** A database may refuse a row, give up a transaction, or be lost, only at the commit. */
  private static Attempt afterFailedCommit(Attempt attempt, EJBException fault) {
    SqlFault kind = SqlFault.in(fault).orElseThrow(() -> fault);
    if (kind == SqlFault.CONTENTION) {
      return attempt.inPeace();
    }
    if (kind == SqlFault.REFUSED && !attempt.careful()) {
      return attempt.carefully();
    }
    if (kind == SqlFault.UNAVAILABLE) {
      Activity.log(LOGGER, Level.SEVERE, "The outcome of a commit is not known.", fault);
      throw new ProblemException(
          ProblemType.OUTCOME_UNKNOWN,
          "The database was lost at the commit; send the same batch again to be sure.");
    }
    throw fault;
  }
}
