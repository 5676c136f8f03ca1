/** What happens to the service when what it stands on fails, or its callers mean it harm. */
package org.grievances.faults;
