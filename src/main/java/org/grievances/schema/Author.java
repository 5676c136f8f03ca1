package org.grievances.schema;

import java.util.UUID;

/**
 * Who changes records.
 *
 * @param user as the history keeps it; records may keep the start of it only
 * @param client whose API key came with the request
 * @param activity the request
 */
public record Author(String user, String client, UUID activity) {}
