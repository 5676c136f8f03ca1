/**
 * Load profiles: how files of one kind are turned into grievances, kept by name in each database.
 */
package org.grievances.profiles;
