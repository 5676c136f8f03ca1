package org.grievances.profiles;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.grievances.body.Body;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;

/** {@code /load-profiles}: named profiles for loading files of one kind, shared by all users. */
@Path("load-profiles")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class LoadProfilesResource {
  /** Names that no server or proxy changes in a path. */
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N} ._()+-]{0,98}[\\p{L}\\p{N}._()+-])?");

  @Inject private Databases databases;
  @Inject private LoadProfiles profiles;
  @Inject private BodyReceiver receiver;

  @GET
  @Needs(Permission.LOAD)
  public Response list(@BeanParam RequestParameters call) {
    List<LoadProfile> all = profiles.list(database(call));
    return Response.ok(
            Envelope.of(
                json -> {
                  json.writeStartArray();
                  all.forEach(profile -> new LoadProfileData(profile).write(json));
                  json.writeEndArray();
                }))
        .build();
  }

  @GET
  @Needs(Permission.LOAD)
  @Path("{name}")
  public Response get(@BeanParam RequestParameters call, @PathParam("name") String name) {
    return Response.ok(Envelope.of(new LoadProfileData(profiles.find(database(call), name))))
        .build();
  }

  @PUT
  @Needs(Permission.LOAD)
  @Path("{name}")
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response put(
      @BeanParam RequestParameters call, @PathParam("name") String name, InputStream in) {
    checkName(name);
    Database database = database(call);
    try (Body body = receiver.receive(call, in)) {
      String json = ProfileReader.read(body);
      LoadProfiles.Stored stored = profiles.put(database, name, json, call.author().user());
      Response.ResponseBuilder response =
          stored.isNew()
              ? Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, call.path())
              : Response.ok();
      return response.entity(Envelope.of(new LoadProfileData(stored.profile()))).build();
    }
  }

  @DELETE
  @Needs(Permission.LOAD)
  @Path("{name}")
  public Response delete(@BeanParam RequestParameters call, @PathParam("name") String name) {
    profiles.delete(database(call), name);
    return Response.noContent().build();
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The name of a load profile has 1 to 100 letters, digits, blanks and ._()+- and begins"
              + " with a letter or a digit.");
    }
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }
}
