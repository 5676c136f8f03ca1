/** What operators measure the service by. */
package org.grievances.metrics;
