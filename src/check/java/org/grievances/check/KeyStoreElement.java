package org.grievances.check;

/**
 * A key store in a configuration.
 *
 * @param location of its file, as it is written
 * @param password as it is written, perhaps encoded
 */
record KeyStoreElement(Place place, String id, String location, String password) {}
