package org.grievances.server;

/**
 * The data source of a database on a PostgreSQL at this machine, as the operations page shows it.
 *
 * @param name of the database to callers
 * @param database its name to PostgreSQL
 * @param connectSeconds within which a connection is there, from the pool or new, or is not to be
 *     had
 * @param answerSeconds within which PostgreSQL answers a statement or counts as lost
 * @param idleSeconds after which a connection in the pool that no request uses is closed
 */
public record PostgresDataSource(
    String name,
    String database,
    int port,
    int connectSeconds,
    int answerSeconds,
    int idleSeconds) {

  /** One that waits as long as that page says. */
  public static PostgresDataSource of(String name, String database, int port) {
    return new PostgresDataSource(name, database, port, 5, 60, 60);
  }

  /** The file by which an operator adds the database. */
  public String xml() {
    return xml("jdbc/grievances/" + name);
  }

  /** The file by which an operator has lists of the database read here. */
  public String replicaXml() {
    return xml("jdbc/grievances-replicas/" + name);
  }

  private String xml(String jndiName) {
    return """
        <server>
          <dataSource jndiName="%1$s" jdbcDriverRef="postgresql"
                      isolationLevel="TRANSACTION_READ_COMMITTED" statementCacheSize="50"
                      validationTimeout="%4$ds" type="javax.sql.ConnectionPoolDataSource">
            <properties.postgresql serverName="localhost" portNumber="%2$d" databaseName="%3$s"
                                   user="postgres" logServerErrorDetail="false"
                                   connectTimeout="%4$ds" loginTimeout="%4$ds"
                                   socketTimeout="%5$ds" cancelSignalTimeout="%4$ds"
                                   tcpKeepAlive="true"/>
            <connectionManager maxPoolSize="20" connectionTimeout="%4$ds"
                               maxIdleTime="%6$ds" reapTime="%7$ds"/>
          </dataSource>
        </server>
        """
        .formatted(
            jndiName,
            port,
            database,
            connectSeconds,
            answerSeconds,
            idleSeconds,
            Math.max(1, idleSeconds / 2));
  }
}
