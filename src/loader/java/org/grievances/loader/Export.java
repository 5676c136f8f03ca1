package org.grievances.loader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Exports the filtered records; resumes after the last key if the connection breaks. */
final class Export {
  /** The parameter that chooses members. */
  static final String FIELDS = "fields";

  private static final Pattern KEY_AMONG_OTHERS =
      Pattern.compile("(.*,)?\\s*" + Rows.KEY + "\\s*(,.*)?", Pattern.CASE_INSENSITIVE);

  private static final String KEY_FROM = "keyFrom";
  private static final int BUFFER = 64 * 1024;

  private final Service service;
  private final Format format;
  private final List<Parameter> parameters;
  private final OutputStream out;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long total = -1;
  private byte[] header;
  private byte[] last;

  /**
   * @param parameters the query parameters of the service
   */
  Export(Service service, Format format, List<Parameter> parameters, OutputStream out) {
    this.service = service;
    this.format = format;
    this.parameters = new ArrayList<>(parameters);
    this.out = out;
  }

  /** Whether the last record tells where an export goes on. */
  static boolean canGoOn(List<Parameter> parameters) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(FIELDS))
        .allMatch(parameter -> KEY_AMONG_OTHERS.matcher(parameter.value()).matches());
  }

  long received() {
    return received.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** The number of records; -1 while unknown. */
  long total() {
    return total;
  }

  void run() {
    boolean more = true;
    while (more) {
      long before = received.get();
      more = service.retryDelays().get(this::attempt);
      if (more && received.get() > before) {
        service.retryDelays().reset();
      }
    }
  }

  /** Receives records until the response ends or breaks off; returns whether there are more. */
  private boolean attempt() throws InterruptedException {
    if (last != null) {
      int key = lastKey();
      if (key == Integer.MAX_VALUE) {
        return false;
      }
      parameters.removeIf(parameter -> parameter.name().equals(KEY_FROM));
      parameters.add(new Parameter(KEY_FROM, Integer.toString(key + 1)));
    }
    HttpResponse<InputStream> answer =
        service.open(
            service.request("grievances/export" + query()).header("Accept", format.sentAs()).GET());
    long before = received.get();
    long expected = answer.headers().firstValueAsLong("X-Total-Count").orElse(-1);
    total = expected < 0 ? -1 : before + expected;
    boolean cut = !receive(answer.body());
    boolean more = expected < 0 ? cut : received.get() - before < expected;
    if (more && received.get() == before) {
      throw new RetryException("The export broke off", null);
    }
    return more;
  }

  private String query() {
    return parameters.stream()
        .map(Parameter::encoded)
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  /** Whether the response was complete. */
  private boolean receive(InputStream answer) {
    RecordSplitter splitter = new RecordSplitter(format == Format.CSV);
    boolean[] headerSeen = {format != Format.CSV};
    byte[] buffer = new byte[BUFFER];
    try (SilenceGuard body = new SilenceGuard(answer)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes.addAndGet(read);
        splitter.split(
            buffer,
            read,
            record -> {
              if (headerSeen[0]) {
                take(record);
              } else {
                headerSeen[0] = true;
                takeHeader(record);
              }
            });
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void takeHeader(byte[] record) {
    if (header == null) {
      header = record;
      write(record);
    }
  }

  private void take(byte[] record) {
    write(record);
    last = record;
    received.incrementAndGet();
  }

  private void write(byte[] record) {
    try {
      out.write(record);
    } catch (IOException e) {
      throw ExitException.stopped("The export cannot be written: " + e.getMessage());
    }
  }

  private int lastKey() {
    String text = new String(last, StandardCharsets.UTF_8);
    String key =
        format == Format.CSV
            ? CsvText.fields(text)
                .get(CsvText.fields(new String(header, StandardCharsets.UTF_8)).indexOf(Rows.KEY))
            : keyOf(last);
    return Integer.parseInt(key);
  }

  private static String keyOf(byte[] object) {
    try {
      return JsonText.MAPPER.readTree(object).path(Rows.KEY).asText();
    } catch (IOException e) {
      throw ExitException.stopped("The service has sent a line that is not JSON.");
    }
  }
}
