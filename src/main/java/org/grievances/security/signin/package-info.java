/**
 * Signing in and out, with a password or at an OpenID provider, for the API and for the console.
 */
package org.grievances.security.signin;
