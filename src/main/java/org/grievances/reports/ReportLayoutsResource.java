package org.grievances.reports;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

/** {@code /report-layouts}: the layouts of universes, by name. */
@Path("report-layouts")
@RequestScoped
@RolesAllowed(Roles.ADMIN)
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class ReportLayoutsResource {
  /** The maximum length of a text column on every product. */
  private static final int MAX_LENGTH = 30_000;

  /** Names that need no encoding in an address. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  @Inject private Databases databases;
  @Inject private ReportLayouts layouts;
  @Inject private BodyReceiver receiver;

  @GET
  @Needs(Permission.READ)
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response list(@BeanParam RequestParameters call) {
    List<ReportLayout> all = layouts.list(database(call));
    return Response.ok(
            Envelope.of(
                json -> {
                  json.writeStartArray();
                  all.forEach(layout -> new ReportLayoutData(layout).write(json));
                  json.writeEndArray();
                }))
        .build();
  }

  @GET
  @Needs(Permission.READ)
  @Path("{name}")
  @RolesAllowed({Roles.READER, Roles.WRITER, Roles.ADMIN})
  public Response get(@BeanParam RequestParameters call, @PathParam("name") String name) {
    return Response.ok(Envelope.of(new ReportLayoutData(layouts.find(database(call), name))))
        .build();
  }

  /** Takes any type, or who may not call it would get another answer for a wrong one. */
  @PUT
  @Needs(Permission.ADMINISTER)
  @Path("{name}")
  public Response put(
      @BeanParam LayoutParameters call, @PathParam("name") String name, InputStream in) {
    if (!NAME.matcher(name).matches()) {
      throw invalid("The name of a layout has 1 to 100 letters, digits and ._-");
    }
    Database database = database(call);
    LayoutForm form = call.form();
    try (Body body = receiver.receive(call, in)) {
      String csv = text(body);
      LayoutReader.read(csv, form);
      ReportLayouts.Stored stored = layouts.put(database, name, csv, form, call.author().user());
      Response.ResponseBuilder response =
          stored.isNew()
              ? Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, call.path())
              : Response.ok();
      return response.entity(Envelope.of(new ReportLayoutData(stored.layout()))).build();
    }
  }

  @DELETE
  @Needs(Permission.ADMINISTER)
  @Path("{name}")
  public Response delete(@BeanParam RequestParameters call, @PathParam("name") String name) {
    layouts.delete(database(call), name);
    return Response.noContent().build();
  }

  private static String text(Body body) {
    if (body.size() > MAX_LENGTH) {
      throw new FailureException(
          ProblemType.TOO_LARGE, "A layout has at most " + MAX_LENGTH + " bytes.");
    }
    try (InputStream in = body.open()) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid("The body is not UTF-8.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FailureException invalid(String detail) {
    return RequestParameters.malformed(detail);
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }
}
