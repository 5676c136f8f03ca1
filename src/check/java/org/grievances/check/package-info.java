/** The program that checks the configuration of a server before it is used. */
package org.grievances.check;
