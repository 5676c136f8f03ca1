/** Large bodies in parts, and how items of a part are sent back as they came. */
package org.grievances.item.part;
