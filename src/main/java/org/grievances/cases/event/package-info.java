/** The events of cases: what happened when, their files, and the notes of the public API. */
package org.grievances.cases.event;
