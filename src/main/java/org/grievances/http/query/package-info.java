/** The query parameters of lists: pages, filters and orders. */
package org.grievances.http.query;
