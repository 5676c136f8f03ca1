package org.grievances;

import jakarta.ws.rs.ApplicationPath;

/** The JAX-RS application, at {@code /vbasoftware}. */
@ApplicationPath("vbasoftware")
public class Application extends jakarta.ws.rs.core.Application {}
