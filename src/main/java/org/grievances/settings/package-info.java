/**
 * The settings of the service: their names, the values that they can have, and their check.
 *
 * <p>What the whole server has under one name is a component of a record here, read once at the
 * start and injected. What has the name of a database, a client or a rule in its own, or may be
 * replaced while the server runs as keys may, is read again by the package that it is for.
 */
package org.grievances.settings;
