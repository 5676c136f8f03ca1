/** The users: how they are known, and which roles and databases they have. */
package org.grievances.security.user;
