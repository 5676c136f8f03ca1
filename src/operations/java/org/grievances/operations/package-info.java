/**
 * The account for the server's own pages, which the server loads in addition to the application.
 */
package org.grievances.operations;
