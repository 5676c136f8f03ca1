package org.grievances.security.client;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;
import org.grievances.json.Data;
import org.grievances.records.Retries;
import org.grievances.security.user.DatabaseScope;

/** {@code /clients}: the clients that may use a database, and when each last did. */
@Path("clients")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class ClientsResource {
  @Inject private Databases databases;
  @Inject private ApiKeys keys;
  @Inject private KeyUseStore uses;

  @GET
  @Needs(Permission.ADMINISTER)
  public Response list(@BeanParam RequestParameters call) {
    Database database = databases.find(call.database()).orElseThrow();
    Map<String, Instant> lastUses = Retries.read(() -> uses.all(database));
    List<ClientData> clients =
        keys.all().stream()
            .filter(client -> client.databases().covers(database.name()))
            .map(client -> new ClientData(client, shared(client, call), lastUses))
            .toList();
    return Response.ok(Envelope.of(Data.array(clients))).build();
  }

  /** No administrator learns the names of databases of others. */
  private static List<String> shared(ApiKey client, RequestParameters call) {
    return client.databases().names().stream()
        .filter(name -> name.equals(DatabaseScope.ALL) || call.databases().test(name))
        .sorted()
        .toList();
  }
}
