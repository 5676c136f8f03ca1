/** Writing JSON. */
package org.grievances.json;
