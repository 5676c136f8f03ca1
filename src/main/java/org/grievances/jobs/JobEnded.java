package org.grievances.jobs;

import jakarta.persistence.EntityManager;
import org.grievances.database.Database;

/**
 * A job has ended; fired in the transaction that ends it.
 *
 * @param entities of the transaction
 */
public record JobEnded(Database database, Job job, EntityManager entities) {}
