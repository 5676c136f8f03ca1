/**
 * The program that loads files into the service and exports from it: a client that shares no class
 * with the service.
 */
package org.grievances.loader;
