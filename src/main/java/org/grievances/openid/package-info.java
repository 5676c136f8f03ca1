/**
 * Who a user is, from an OpenID provider: what is asked of it, and what its answers must hold. What
 * follows from it is for others to decide.
 */
package org.grievances.openid;
