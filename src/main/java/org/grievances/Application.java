package org.grievances;

import jakarta.ws.rs.ApplicationPath;

/** The JAX-RS application, at {@code /vbasoftware}. */
@ApplicationPath(Application.PATH)
public class Application extends jakarta.ws.rs.core.Application {
  public static final String PATH = "/vbasoftware";
}
