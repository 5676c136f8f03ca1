package org.grievances.jobs.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.grievances.audit.AuditLog;
import org.grievances.batch.Action;
import org.grievances.batch.Batch;
import org.grievances.body.Body;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.query.ResultParameters;
import org.grievances.http.request.BatchParameters;
import org.grievances.http.request.BodyReceiver;
import org.grievances.http.request.Preferences;
import org.grievances.http.request.RequestParameters;
import org.grievances.http.request.Roles;
import org.grievances.http.response.AuditedLines;
import org.grievances.http.response.DryRun;
import org.grievances.http.response.Envelope;
import org.grievances.http.response.PageResponse;
import org.grievances.http.response.ReadRecorder;
import org.grievances.idempotency.IdempotencyKeys;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;
import org.grievances.item.Lines;
import org.grievances.jobs.Job;
import org.grievances.jobs.JobData;
import org.grievances.jobs.JobLines;
import org.grievances.jobs.JobReceiver;
import org.grievances.jobs.JobRequest;
import org.grievances.jobs.JobResult;
import org.grievances.jobs.JobStore;
import org.grievances.records.ChangeService;
import org.grievances.records.Page;
import org.grievances.records.PageQuery;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;
import org.grievances.settings.JobSettings;

/** Handles the HTTP requests for jobs, and those that become jobs. */
@ApplicationScoped
public class JobEndpoint {
  static final String JOBS = "jobs";
  private static final String PROGRESS = "X-Progress";
  private static final long POLLS_UNTIL_END = 4;
  private static final long MAX_RETRY_AFTER = 15;

  @Inject private Databases databases;
  @Inject private JobStore store;
  @Inject private JobReceiver jobs;
  @Inject private IdempotencyKeys idempotency;
  @Inject private BodyReceiver receiver;
  @Inject private AuditLog audit;
  @Inject private ChangeService changes;
  @Inject private ReadRecorder reads;

  @Inject private JobSettings settings;

  /** Receives a batch that runs as a job; its body is checked as it arrives, its items are not. */
  public Response receive(Action action, Table table, BatchParameters request, InputStream in) {
    Batch.Options options = request.options();
    if (options.atomic()) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "A job is applied in parts; atomic=true is for batches that are not jobs.");
    }
    request.checkKey();
    Database database = database(request);
    JobRequest job =
        new JobRequest(
            action,
            table,
            request.format(),
            request.file(),
            database.zone(),
            options,
            request.author());
    MessageDigest fingerprint = request.beginFingerprint();
    RequestResult received =
        receiver.read(
            request,
            in,
            new BodyReceiver.StreamLimit(settings.maxBytes(), settings.receiveTimeout()),
            fingerprint,
            body ->
                jobs.receive(
                    database,
                    job,
                    request.splitter(table, action.members(options), settings.maxItems()),
                    body,
                    () -> request.begin(idempotency, database, fingerprint)));
    Response.ResponseBuilder response = accepted(request, received, options.dryRun());
    return request.acknowledgeJob(response, action.members(options)).build();
  }

  private static Response.ResponseBuilder accepted(
      RequestParameters request, RequestResult job, boolean isDryRun) {
    Response.ResponseBuilder response =
        Response.accepted(Envelope.of(job.data()))
            .header(HttpHeaders.LOCATION, request.at(JOBS, job.recordKey()))
            .header(HttpHeaders.RETRY_AFTER, 1);
    DryRun.mark(response, isDryRun);
    return response;
  }

  private Database database(RequestParameters call) {
    return databases.find(call.database()).orElseThrow();
  }

  /** The jobs of the caller's client, or for administrators those of all, latest first. */
  Response list(JobParameters request) {
    PageQuery query = request.query();
    JobStore.Found found =
        store.list(database(request), request.client(), query.offset(), query.size());
    List<JobData> jobsOfPage = found.jobs().stream().map(JobData::new).toList();
    Page page = new Page(jobsOfPage, found.count(), query);
    return PageResponse.of(page, request);
  }

  Response get(RequestParameters call, String id) {
    JobData data = new JobData(find(call, id));
    Response.ResponseBuilder response = Response.ok(Envelope.of(data));
    if (data.job().state().isActive()) {
      long left = data.secondsLeft().orElse(POLLS_UNTIL_END) / POLLS_UNTIL_END;
      response.header(HttpHeaders.RETRY_AFTER, Math.max(1, Math.min(left, MAX_RETRY_AFTER)));
      response.header(PROGRESS, data.percent() + "%");
    }
    DryRun.mark(response, data.job().options().isDryRun());
    return response.build();
  }

  /** Items of a job with their outcomes, as they were sent, in the accepted format. */
  Response result(ResultParameters call, String id, JobResult result) {
    MediaType type = call.type();
    Job job = find(call, id);
    Database database = database(call);
    boolean isStructured = call.preferences().hasStructuredErrors();
    String shown = "job=" + job.id() + "&items=" + result.name().toLowerCase(Locale.ROOT);
    Lines lines =
        reads.recorded(
            JobLines.of(store, database, job, result, isStructured),
            database,
            job.table(database),
            call,
            ReadRecorder.Operation.JOB_ITEMS,
            shown);
    Map<String, String> details =
        Map.of(
            "database",
            database.name(),
            "exported",
            "job " + job.id() + " " + result.name().toLowerCase(Locale.ROOT));
    Response.ResponseBuilder response =
        Response.ok(new AuditedLines(lines, audit, details)).type(type);
    DryRun.mark(response, job.options().isDryRun());
    List<String> applied = isStructured ? List.of(Preferences.STRUCTURED) : List.of();
    return Preferences.acknowledge(response, applied).build();
  }

  private static boolean seesAll(RequestParameters call) {
    return call.isInRole(Roles.ADMIN) && Scope.current().hidden().isEmpty();
  }

  Response cancel(RequestParameters call, String id) {
    store.cancel(database(call), find(call, id).id());
    return Response.noContent().build();
  }

  /** Takes back what a job changed, in a job of its own. */
  Response undo(UndoParameters request, String id, InputStream in) {
    Database database = database(request);
    Job job = find(request, id);
    checkUndo(request, database, job);
    try (Body body = receiver.receive(request, in);
        IdempotentRequest idempotent = request.begin(idempotency, database, body)) {
      RequestResult queued =
          jobs.undo(database, job, request.author(), request.isDryRun(), idempotent);
      return accepted(request, queued, request.isDryRun()).build();
    }
  }

  /** Who undoes may do what the job did. */
  private void checkUndo(RequestParameters request, Database database, Job job) {
    Table table = job.table(database);
    if (table.isList() && !request.isInRole(Roles.ADMIN)) {
      throw new FailureException(
          ProblemType.ROLE_FORBIDDEN, "Only administrators change lists of codes.");
    }
    if (table.parent().isPresent()) {
      throw new FailureException(
          ProblemType.CONFLICT,
          "Records that belong to others are not taken back, but struck out one by one.");
    }
    if (changes.end(database, table).isEmpty()) {
      throw new FailureException(
          ProblemType.HISTORY_OFF,
          "No history is kept in this database, so nobody knows the states before the job.");
    }
  }

  /**
   * Hides from other clients that the job exists; its items may have what is hidden from them, so
   * that an administrator of a client with hidden members sees only the client's own.
   */
  private Job find(RequestParameters call, String id) {
    return store
        .find(database(call), id)
        .filter(job -> job.isOf(call.author().client()) || seesAll(call))
        .orElseThrow(
            () ->
                new FailureException(
                    ProblemType.RECORD_UNKNOWN,
                    "There is no job with this id here, or it is another client's; jobs are gone"
                        + " some days after their end."));
  }
}
