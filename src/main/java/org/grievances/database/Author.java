package org.grievances.database;

import java.util.UUID;

/**
 * Who changes records.
 *
 * @param user as records keep it
 * @param client whose API key came with the request
 * @param activity the request
 */
public record Author(String user, String client, UUID activity) {}
