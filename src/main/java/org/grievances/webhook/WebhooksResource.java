package org.grievances.webhook;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.grievances.body.Body;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.PageParameters;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.PageResponse;
import org.grievances.json.Data;
import org.grievances.records.ChangeService;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;

/** {@code /webhooks}: addresses that are notified of events, of the caller's client alone. */
@Path("webhooks")
@RequestScoped
@RolesAllowed({Roles.WRITER, Roles.ADMIN})
@Produces({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.TEXT})
public class WebhooksResource {
  private static final String ID = "{webhookId}";
  private static final String DELIVERIES = ID + "/deliveries";

  @Inject private Databases databases;
  @Inject private Webhooks webhooks;
  @Inject private WebhookKeys keys;
  @Inject private WebhookSender sender;
  @Inject private WebhookScheduler scheduler;
  @Inject private ChangeService changes;
  @Inject private BodyReceiver receiver;

  @GET
  @Needs(Permission.LOAD)
  public Response list(@BeanParam RequestParameters call) {
    List<Webhook> all = webhooks.list(database(call), call.author().client());
    Data data =
        json -> {
          json.writeStartArray();
          all.forEach(webhook -> new WebhookData(webhook, Optional.empty()).write(json));
          json.writeEndArray();
        };
    return Response.ok(Envelope.of(data)).build();
  }

  @POST
  @Needs(Permission.LOAD)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response create(@BeanParam RequestParameters call, InputStream in) {
    if (!keys.areConfigured()) {
      throw new FailureException(
          ProblemType.CONFLICT,
          "The operator has not configured webhooks (" + WebhookKeys.PROPERTY + ").");
    }
    Database database = database(call);
    try (Body body = receiver.receive(call, in)) {
      Webhook created = webhooks.create(database, call.author(), form(database, body));
      scheduler.pollFromNowOn(database);
      return Response.status(Response.Status.CREATED)
          .header(HttpHeaders.LOCATION, call.below(created.id()))
          .entity(Envelope.of(shown(created)))
          .build();
    }
  }

  @GET
  @Needs(Permission.LOAD)
  @Path(ID)
  public Response get(@BeanParam RequestParameters call, @PathParam("webhookId") String id) {
    Webhook webhook = webhooks.find(database(call), call.author().client(), id);
    return Response.ok(Envelope.of(shown(webhook))).build();
  }

  @PUT
  @Needs(Permission.LOAD)
  @Path(ID)
  @Consumes({MediaTypes.JSON, MediaTypes.TEXT_JSON, MediaTypes.ANY_JSON})
  public Response update(
      @BeanParam RequestParameters call, @PathParam("webhookId") String id, InputStream in) {
    Database database = database(call);
    try (Body body = receiver.receive(call, in)) {
      Webhook updated = webhooks.update(database, call.author().client(), id, form(database, body));
      scheduler.pollFromNowOn(database);
      return Response.ok(Envelope.of(shown(updated))).build();
    }
  }

  @DELETE
  @Needs(Permission.LOAD)
  @Path(ID)
  public Response delete(@BeanParam RequestParameters call, @PathParam("webhookId") String id) {
    webhooks.delete(database(call), call.author().client(), id);
    return Response.noContent().build();
  }

  @GET
  @Needs(Permission.LOAD)
  @Path(DELIVERIES)
  public Response deliveries(@BeanParam PageParameters request, @PathParam("webhookId") String id) {
    PageQuery query = request.query();
    Webhooks.Found found =
        webhooks.deliveries(
            database(request), request.author().client(), id, query.offset(), query.size());
    List<DeliveryData> data = found.deliveries().stream().map(DeliveryData::new).toList();
    return PageResponse.of(new Page(data, found.count(), query), request);
  }

  /** Sends a delivery that only tries the webhook. */
  @POST
  @Needs(Permission.LOAD)
  @Path(DELIVERIES)
  public Response test(@BeanParam RequestParameters call, @PathParam("webhookId") String id) {
    Database database = database(call);
    Data data =
        json ->
            json.writeStartObject()
                .writeStringProperty("database", database.name())
                .writeEndObject();
    return accepted(database, webhooks.test(database, call.author().client(), id, data));
  }

  @POST
  @Needs(Permission.LOAD)
  @Path(DELIVERIES + "/{deliveryId}/resend")
  public Response resend(
      @BeanParam RequestParameters call,
      @PathParam("webhookId") String id,
      @PathParam("deliveryId") String delivery) {
    Database database = database(call);
    return accepted(database, webhooks.resend(database, call.author().client(), id, delivery));
  }

  private Response accepted(Database database, Delivery delivery) {
    scheduler.pollFromNowOn(database);
    return Response.accepted(Envelope.of(new DeliveryData(delivery))).build();
  }

  private WebhookForm form(Database database, Body body) {
    WebhookForm form = WebhookForm.read(body);
    if (sender.isRefused(form.url().getHost())) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The host of url has an address that the operator does not allow for webhooks, such as a"
              + " private one.");
    }
    if (form.events().contains(WebhookEvent.GRIEVANCES_CHANGED)
        && changes.end(database, Grievance.TABLE).isEmpty()) {
      throw new FailureException(
          ProblemType.HISTORY_OFF,
          "No history is kept in this database, so nobody can be notified of changes.");
    }
    return form;
  }

  private WebhookData shown(Webhook webhook) {
    return new WebhookData(
        webhook, Optional.of(webhook.id()).filter(id -> keys.areConfigured()).map(keys::secret));
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }
}
