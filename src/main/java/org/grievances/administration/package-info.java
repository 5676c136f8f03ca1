/** The view of administrators on all databases that they may use. */
package org.grievances.administration;
