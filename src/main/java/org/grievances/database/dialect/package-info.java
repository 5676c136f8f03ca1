/** The differences between the database products that the service is tested with. */
package org.grievances.database.dialect;
