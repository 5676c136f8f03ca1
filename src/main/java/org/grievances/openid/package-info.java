/** Client of an OpenID provider: authorization code flow and ID token validation. */
package org.grievances.openid;
