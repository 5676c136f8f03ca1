/** Who has seen which records, for administrators. */
package org.grievances.access;
