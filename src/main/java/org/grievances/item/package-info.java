/** Request bodies, and the items in them, which are read and validated one at a time. */
package org.grievances.item;
