package org.grievances.schema;

import java.util.UUID;

/**
 * Who changes records.
 *
 * @param user as stored in the history; records may store only the start of it
 * @param client the client whose API key the request carried
 * @param activity the ID of the request
 */
public record Author(String user, String client, UUID activity) {}
