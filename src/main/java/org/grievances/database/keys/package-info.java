/** The keys that the service generates for records. */
package org.grievances.database.keys;
