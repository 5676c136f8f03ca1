package org.grievances.server;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The data source of a database on several PostgreSQL nodes at this machine, one of which is the
 * leader, as the operations page shows it.
 *
 * @param name of the database to callers
 * @param database its name to PostgreSQL
 * @param ports of the nodes
 * @param ca the file with the certificate that theirs are signed with
 */
public record FailOverDataSource(
    String name, String database, List<Integer> ports, String user, String password, Path ca) {

  /** The file that an operator adds. */
  public String xml() {
    return """
        <server>
          <dataSource jndiName="jdbc/grievances/%s" jdbcDriverRef="postgresql"
                      isolationLevel="TRANSACTION_READ_COMMITTED" statementCacheSize="50"
                      validationTimeout="2s" type="javax.sql.ConnectionPoolDataSource">
            <properties.postgresql URL="jdbc:postgresql://%s/%s"
                                   targetServerType="primary" hostRecheckSeconds="2"
                                   sslMode="verify-full" sslRootCert="%s"
                                   user="%s" password="%s"
                                   logServerErrorDetail="false"
                                   connectTimeout="2s" sslResponseTimeout="2000"
                                   loginTimeout="5s" socketTimeout="10s"
                                   cancelSignalTimeout="2s" tcpKeepAlive="true"/>
            <connectionManager maxPoolSize="20" connectionTimeout="5s"
                               maxIdleTime="1m" reapTime="30s"/>
          </dataSource>
        </server>
        """
        .formatted(name, hosts(), database, ca.toAbsolutePath(), user, password);
  }

  private String hosts() {
    return ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(","));
  }
}
