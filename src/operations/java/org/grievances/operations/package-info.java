/** The account for the server's own pages, which the server loads beside the application. */
package org.grievances.operations;
