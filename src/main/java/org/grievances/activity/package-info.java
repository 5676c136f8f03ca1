/** The request that a thread works for, in its log lines and in its response. */
package org.grievances.activity;
