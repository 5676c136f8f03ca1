package org.grievances.webhook;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.grievances.activity.BackgroundTasks;
import org.grievances.json.Data;
import org.grievances.settings.Network;
import org.grievances.settings.WebhookSettings;
import org.grievances.tls.ServerTrust;

/** Signs deliveries and sends them, with the trust that the server has when it sends the first. */
@ApplicationScoped
public class WebhookSender {
  private static final Logger LOGGER = Logger.getLogger(WebhookSender.class.getName());

  @Inject private WebhookKeys keys;
  @Inject private WebhookSettings settings;
  @Inject private BackgroundTasks tasks;

  private ReceiverAddresses addresses;
  private WebhookClient client;

  /** Whether no receiver may be at a host, as far as its name can be resolved now. */
  boolean isRefused(String host) {
    try {
      addresses().resolve(host);
      return false;
    } catch (ReceiverAddresses.RefusedAddressException e) {
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Sends a delivery once.
   *
   * @return why the receiver has not taken it; empty if it has
   */
  Optional<AttemptFailure> send(Webhook webhook, Delivery delivery) {
    Instant now = Instant.now();
    String body = body(delivery);
    String signature = keys.sign(webhook.id(), delivery.id(), now.getEpochSecond(), body);
    return client().send(webhook.url(), delivery.id(), now, signature, body);
  }

  /** The same bytes at each attempt. */
  private static String body(Delivery delivery) {
    Data body =
        json ->
            json.writeStartObject()
                .writeStringProperty("type", delivery.event())
                .writeStringProperty("timestamp", delivery.created().toString())
                .writeName("data")
                .writeRawValue(delivery.payload())
                .writeEndObject();
    return body.text();
  }

  private synchronized ReceiverAddresses addresses() {
    if (addresses == null) {
      addresses = new ReceiverAddresses(networks());
    }
    return addresses;
  }

  private List<Network> networks() {
    return settings.allowedNetworks().stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .flatMap(
            text -> {
              Optional<Network> network = Network.parse(text);
              if (network.isEmpty()) {
                LOGGER.log(
                    Level.SEVERE,
                    "grievances.webhooks.allowed-networks: what is no network, such as"
                        + " 10.20.0.0/16, is not used.");
              }
              return network.stream();
            })
        .toList();
  }

  private synchronized WebhookClient client() {
    if (client == null) {
      try {
        client = new WebhookClient(ServerTrust.context(), addresses(), tasks, settings.timeout());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return client;
  }

  @PreDestroy
  void stop() {
    if (client != null) {
      client.close();
    }
  }
}
