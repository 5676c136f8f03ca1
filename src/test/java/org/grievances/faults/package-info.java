/** Tests of crashes, database failures, overload, and malformed or hostile requests. */
package org.grievances.faults;
