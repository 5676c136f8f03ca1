/**
 * The filters before every operation: who calls, and whether the caller may use the database and
 * the operation.
 */
package org.grievances.security.access;
