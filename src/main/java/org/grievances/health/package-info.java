/**
 * The health checks (MicroProfile Health): whether the server lives, has started and can be used.
 */
package org.grievances.health;
