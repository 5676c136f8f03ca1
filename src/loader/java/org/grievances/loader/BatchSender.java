package org.grievances.loader;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends slices as batches; halves those that are too large for the service. */
final class BatchSender {
  private static final int TOO_LARGE = 413;

  private final Service service;
  private final String type;
  private final Sending sending;
  private final String run;
  private final AtomicInteger batchSize;

  /**
   * @param type the media type of the rows
   * @param run begins the Idempotency-Keys; null for a dry run
   * @param batchSize how many rows a slice has, lowered when the service takes fewer
   */
  BatchSender(Service service, String type, Sending sending, String run, AtomicInteger batchSize) {
    this.service = service;
    this.type = type;
    this.sending = sending;
    this.run = run;
    this.batchSize = batchSize;
  }

  Outcomes send(Slice slice) {
    Outcomes unsent = Outcomes.ofUnsent(slice);
    return slice.count() == 0 ? unsent : unsent.and(send(slice, 0, slice.count()));
  }

  /**
   * Sends the halves one after the other, so that the last of several rows with the same key is
   * applied last.
   */
  private Outcomes send(Slice slice, int from, int to) {
    Outcomes outcomes =
        service.send(
            () -> request(slice, from, to),
            answer ->
                answer.statusCode() == TOO_LARGE
                    ? tooLarge(answer, slice, from, to)
                    : Outcomes.read(answer.body(), slice, from, to));
    if (outcomes != null) {
      return outcomes;
    }
    int middle = (from + to) >>> 1;
    batchSize.accumulateAndGet(to - middle, Math::min);
    return send(slice, from, middle).and(send(slice, middle, to));
  }

  /** Returns null if the slice is too large and can be halved. */
  private static Outcomes tooLarge(HttpResponse<byte[]> answer, Slice slice, int from, int to) {
    if (to - from > 1) {
      return null;
    }
    Reason reason = Reason.ofRow(0, "", Problem.of(answer).text());
    return new Outcomes(0, 0, List.of(slice.failed(from, TOO_LARGE, reason)));
  }

  private HttpRequest.Builder request(Slice slice, int from, int to) {
    HttpRequest.Builder request =
        sending
            .request(service, slice.body(from, to))
            .header("Content-Type", type)
            .header("Accept", "application/x-ndjson");
    request.header("Prefer", sending.preferences());
    if (run != null) {
      request.header("Idempotency-Key", "%s.%d.%d.%d".formatted(run, slice.first(), from, to));
    }
    return request;
  }
}
