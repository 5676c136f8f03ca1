/**
 * The databases: their discovery, one persistence unit each, and their migrations. The only package
 * that depends on database products.
 */
package org.grievances.database;
