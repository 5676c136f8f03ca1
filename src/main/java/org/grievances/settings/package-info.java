/** The settings of the service: their names, the values that they can have, and their check. */
package org.grievances.settings;
