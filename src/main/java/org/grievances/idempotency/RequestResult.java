package org.grievances.idempotency;

import org.grievances.json.Data;

/**
 * The result of a request.
 *
 * @param recordKey the key of the record that the request created; null if it is not about a single
 *     record
 */
public record RequestResult(String recordKey, Data data) {}
