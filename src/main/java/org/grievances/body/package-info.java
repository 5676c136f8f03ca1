/** Bodies as they are received: in memory or spooled to disk, with limits of size and time. */
package org.grievances.body;
