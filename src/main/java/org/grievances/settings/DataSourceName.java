package org.grievances.settings;

import java.util.Set;

/** The JNDI names of data sources; the last part is the name of the database. */
public final class DataSourceName {
  public static final String ROOT = "jdbc";
  public static final String DATABASES = "jdbc/grievances";
  public static final String REPLICAS = "jdbc/grievances-replicas";
  public static final Set<String> FOLDERS = Set.of(DATABASES, REPLICAS);

  /** The error of a data source outside of these folders. */
  public static final String UNUSED =
      "is not used: name it " + DATABASES + "/NAME, or " + REPLICAS + "/NAME for a replica";

  private DataSourceName() {}
}
