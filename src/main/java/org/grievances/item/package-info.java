/**
 * What comes in: bodies as they are received, and the items in them, read and checked one by one.
 */
package org.grievances.item;
