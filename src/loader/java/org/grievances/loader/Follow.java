package org.grievances.loader;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Receives changes page by page, and writes each page together with the place after it. */
final class Follow {
  private static final int LIMIT = 1000;
  private static final int WAIT_SECONDS = 30;
  private static final Pattern NEXT = Pattern.compile("[?&]after=([^&>]+)[^>]*>; rel=\"?next");

  private final Service service;
  private final FollowedOutput out;
  private final String from;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Changes and the place after them.
   *
   * @param lines each with a line end
   */
  private record Page(byte[] lines, int count, String next) {}

  /**
   * @param from where to begin if no place is kept
   */
  Follow(Service service, FollowedOutput out, String from) {
    this.service = service;
    this.out = out;
    this.from = from;
  }

  long received() {
    return received.get();
  }

  long bytes() {
    return bytes.get();
  }

  /**
   * @param once whether to end when there are no more changes
   */
  void run(boolean once) {
    Page page;
    do {
      page = service.send(() -> request(once), Follow::page);
      out.write(page.lines(), page.next());
      received.addAndGet(page.count());
      bytes.addAndGet(page.lines().length);
    } while (!once || page.count() > 0);
  }

  private HttpRequest.Builder request(boolean once) {
    HttpRequest.Builder request =
        service
            .request("grievances/changes?limit=" + LIMIT + "&" + start())
            .header("Accept", Format.NDJSON.sentAs())
            .GET();
    return once ? request : request.header("Prefer", "wait=" + WAIT_SECONDS);
  }

  private String start() {
    if (out.place() != null) {
      return "after=" + encoded(out.place());
    }
    boolean isEnd = from.equals("start") || from.equals("now");
    return (isEnd ? "from=" : "after=") + encoded(from);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Page page(HttpResponse<byte[]> answer) {
    Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
    int count = 0;
    for (byte each : answer.body()) {
      count += each == '\n' ? 1 : 0;
    }
    if (!next.find() || count != answer.headers().firstValueAsLong("X-Total-Count").orElse(-1)) {
      throw new RetryException("The changes broke off", null);
    }
    return new Page(answer.body(), count, next.group(1));
  }
}
