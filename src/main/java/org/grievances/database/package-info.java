/**
 * The databases: which there are, one persistence unit each, their migrations and their health. The
 * only package that knows a database product.
 */
package org.grievances.database;
