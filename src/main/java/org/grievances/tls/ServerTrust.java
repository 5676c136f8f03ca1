package org.grievances.tls;

import com.ibm.websphere.ssl.Constants;
import com.ibm.websphere.ssl.JSSEHelper;
import com.ibm.websphere.ssl.SSLException;
import java.io.IOException;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The TLS configuration of the server for connections to others. */
public final class ServerTrust {
  private ServerTrust() {}

  /** The context of the configuration as it is now. */
  public static SSLContext context() throws IOException {
    Map<String, Object> outbound =
        Map.of(Constants.CONNECTION_INFO_DIRECTION, Constants.DIRECTION_OUTBOUND);
    try {
      return JSSEHelper.getInstance().getSSLContext(null, outbound, null);
    } catch (SSLException e) {
      throw new IOException(e);
    }
  }
}
