package org.grievances.idempotency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.grievances.json.GzippedJson;

/** The response to a request that changed data, stored in the same transaction as the change. */
@Entity
@Table(name = "stored_responses")
public class StoredResponse {
  /** Whether there is a stored response. Most requests are new and need no other query. */
  static final String QUERY = "SELECT 1 FROM stored_responses WHERE sha256 = ?";

  @Id private String sha256;

  @Column(name = "request_sha256")
  private String requestSha256;

  @Column(name = "request_form")
  private String requestForm;

  @Column(name = "record_key")
  private String recordKey;

  private Instant created;
  private byte[] response;

  protected StoredResponse() {}

  /**
   * @param sha256 the hash of the client and its key
   */
  StoredResponse(String sha256, Fingerprint request, RequestResult result) {
    this.sha256 = sha256;
    this.requestSha256 = request.sha256();
    this.requestForm = request.form();
    this.created = Instant.now().truncatedTo(ChronoUnit.MICROS);
    this.recordKey = result.recordKey();
    this.response = GzippedJson.compress(result.data());
  }

  boolean isBefore(Instant oldest) {
    return created.isBefore(oldest);
  }

  boolean isOf(Fingerprint request) {
    return new Fingerprint(requestSha256, requestForm).isOf(request);
  }

  RequestResult result() {
    return new RequestResult(recordKey, new GzippedJson(response));
  }
}
