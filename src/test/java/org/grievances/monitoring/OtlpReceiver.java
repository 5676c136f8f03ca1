package org.grievances.monitoring;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes the spans and log records that a server exports (OTLP over HTTP, binary). */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer http;
  private final List<Message> received = new CopyOnWriteArrayList<>();

  OtlpReceiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/traces", call -> take(call, ExportTraceServiceRequest.parser()));
    http.createContext("/v1/logs", call -> take(call, ExportLogsServiceRequest.parser()));
    http.createContext("/v1/metrics", call -> answer(call));
    http.start();
  }

  String endpoint() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  private void take(HttpExchange call, Parser<? extends Message> parser) throws IOException {
    received.add(parser.parseFrom(call.getRequestBody()));
    answer(call);
  }

  private static void answer(HttpExchange call) throws IOException {
    call.sendResponseHeaders(200, -1);
    call.close();
  }

  private <T> Stream<T> received(Class<T> type) {
    return new ArrayList<>(received).stream().filter(type::isInstance).map(type::cast);
  }

  List<Span> spans() {
    return received(ExportTraceServiceRequest.class)
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  List<LogRecord> logRecords() {
    return received(ExportLogsServiceRequest.class)
        .flatMap(request -> request.getResourceLogsList().stream())
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  /** All that was received, to be searched. */
  String text() {
    return String.join("\n", received.stream().map(OtlpReceiver::text).toList());
  }

  /** The text format writes other characters than ASCII in octal otherwise. */
  private static String text(Message message) {
    return com.google.protobuf.TextFormat.printer().escapingNonAscii(false).printToString(message);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
