/**
 * Reports: numbers and rows that regulators ask for, from one snapshot, with all that is unknown.
 */
package org.grievances.reports;
