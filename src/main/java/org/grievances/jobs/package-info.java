/**
 * Jobs: batches that are applied after their request, part by part, each part in a transaction with
 * the checkpoint of the job.
 */
package org.grievances.jobs;
