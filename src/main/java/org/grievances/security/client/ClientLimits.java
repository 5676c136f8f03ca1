package org.grievances.security.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.grievances.http.request.Permission;
import org.grievances.scope.Scope;
import org.grievances.settings.Network;

/**
 * The limits of a client.
 *
 * @param scope the records and the members that it may see
 * @param permissions the operations that it may call; empty if all
 * @param networks that it may call from; empty if from anywhere
 */
public record ClientLimits(
    Scope scope, Optional<Set<Permission>> permissions, List<Network> networks) {
  /** Only such a text is parsed, so that no name is ever looked up. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]+");

  /** Whether it may call an operation that needs a permission. */
  public boolean allow(Permission needed) {
    return needed == Permission.SIGN_IN
        || permissions.isEmpty()
        || permissions.get().contains(needed);
  }

  /** Whether it may call from an address. An IPv4 address that is mapped to IPv6 counts as IPv4. */
  public boolean allowFrom(String address) {
    return networks.isEmpty() || isInOneOfThem(address.replaceFirst("%.*", ""));
  }

  private boolean isInOneOfThem(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      return false;
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return networks.stream().anyMatch(network -> network.contains(parsed));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
