/** What administrators see of all databases that they may use. */
package org.grievances.administration;
