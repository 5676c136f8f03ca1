package org.grievances.idempotency;

import org.grievances.item.Data;

/**
 * What a request is answered.
 *
 * @param recordKey of the record that it created; null when it is not about one
 */
public record RequestResult(String recordKey, Data data) {}
