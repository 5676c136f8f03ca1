/** The keys that the service gives to records. */
package org.grievances.database.keys;
