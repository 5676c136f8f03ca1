/** Load profiles, stored by name in each database: they convert files of one kind to grievances. */
package org.grievances.profiles;
