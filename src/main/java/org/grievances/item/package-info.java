/** The items of request bodies, which are read and validated one at a time. */
package org.grievances.item;
