/**
 * The databases: their discovery, one persistence unit each, their migrations and their health. The
 * only package that depends on database products.
 */
package org.grievances.database;
