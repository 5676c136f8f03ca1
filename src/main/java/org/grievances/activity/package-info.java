/** The request that a thread handles, as identified in its log lines and in its response. */
package org.grievances.activity;
