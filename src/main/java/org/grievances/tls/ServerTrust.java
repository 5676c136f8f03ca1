package org.grievances.tls;

import com.ibm.websphere.ssl.Constants;
import com.ibm.websphere.ssl.JSSEHelper;
import com.ibm.websphere.ssl.SSLException;
import java.io.IOException;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The TLS configuration of the server. */
public final class ServerTrust {
  private ServerTrust() {}

  /** For connections to others, as it is configured now. */
  public static SSLContext context() throws IOException {
    return context(Constants.DIRECTION_OUTBOUND);
  }

  /** For connections of callers, as it is configured now. */
  static SSLContext ofCallers() throws IOException {
    return context(Constants.DIRECTION_INBOUND);
  }

  private static SSLContext context(String direction) throws IOException {
    Map<String, Object> connection = Map.of(Constants.CONNECTION_INFO_DIRECTION, direction);
    try {
      return JSSEHelper.getInstance().getSSLContext(null, connection, null);
    } catch (SSLException e) {
      throw new IOException(e);
    }
  }
}
