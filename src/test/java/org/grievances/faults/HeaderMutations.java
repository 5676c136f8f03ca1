package org.grievances.faults;

import static org.grievances.faults.BodyMutations.pick;

import java.util.List;
import java.util.Random;
import org.grievances.faults.RawRequestBuilder.ConnectionUse;

/** Mutations of the request line and the headers. */
final class HeaderMutations {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PATCH",
          "OPTIONS",
          "TRACE",
          "PROPFIND",
          "LOCK",
          "put",
          "Put",
          "BREW",
          "SELECT",
          "X-A",
          "M-SEARCH",
          "A".repeat(300),
          "__proto__");

  private static final List<String> INVALID_METHODS =
      List.of("", " ", "P UT", "PUT\0", "PUT\t", "P(UT", "\u00FF", "CONNECT", "A".repeat(40_000));

  private static final List<String> VERSIONS =
      List.of(
          "HTTP/0.9",
          "HTTP/1.0",
          "HTTP/1.2",
          "HTTP/2.0",
          "HTTP/9.9",
          "HTTP/",
          "http/1.1",
          "HTTP/1.1 x",
          "",
          "FTP/1.1",
          "HTTP/1.1.1",
          "HTTP/-1.0");

  private static final List<String> PATHS =
      List.of(
          "/vbasoftware/grievances%2Fbatch",
          "/vbasoftware/%2e%2e/grievances-batch",
          "/vbasoftware/../../../../etc/passwd",
          "/vbasoftware/..%2f..%2f..%2fetc%2fpasswd",
          "/vbasoftware/%252e%252e%252f",
          "/vbasoftware/./grievances-batch/.",
          "/vbasoftware//grievances-batch//",
          "/vbasoftware/grievances-batch/",
          "/vbasoftware/grievances-batch;a=b",
          "/vbasoftware;jsessionid=1/grievances-batch",
          "/vbasoftware/grievances/%00",
          "/vbasoftware/grievances/1%00",
          "/vbasoftware/grievances/%zz",
          "/vbasoftware/grievances/%",
          "/vbasoftware/grievances/%c3",
          "/vbasoftware/grievances/%ed%a0%80",
          "/vbasoftware/grievances/%c0%ae%c0%ae",
          "/vbasoftware/grievances/%0d%0ainjected:%201",
          "/vbasoftware/grievances/1;drop=2",
          "/vbasoftware/grievances/9999999999999999999999",
          "/vbasoftware/grievances/-",
          "/vbasoftware/grievances/+1",
          "/vbasoftware/grievances/%D9%A1",
          "/vbasoftware/grievances/1'%20OR%20'1'='1",
          "/vbasoftware/grievance-statuses/'%3B%20DROP%20TABLE%20grievances%3B%20--",
          "/vbasoftware/grievance-statuses/%00",
          "/vbasoftware/grievance-statuses/%ff",
          "/vbasoftware/grievance-statuses/a%2Fb",
          "/vbasoftware/grievance-statuses/{code}",
          "/vbasoftware/grievance-none",
          "/vbasoftware/grievances\\batch",
          "/vbasoftware/grievances batch",
          "/vbasoftware/\u00E9\u0001",
          "/vbasoftware/<script>",
          "/vbasoftware/problems/../grievances",
          "/vbasoftware/problems/%2e%2e/web.xml",
          "/vbasoftware/problems/none'",
          "/vbasoftware/user-authentication",
          "/vbasoftware/user-refresh-tokens",
          "/vbasoftware/logout",
          "/vbasoftware",
          "/",
          "//",
          "/*",
          "*",
          "/WEB-INF/web.xml",
          "/%57EB-INF/web.xml",
          "/WEB-INF%2fweb.xml",
          "/META-INF/persistence.xml",
          "/container-errors",
          "/openapi?format=%00",
          "/openapi?format=none",
          "/openapi/ui/..%2f..%2fserver.xml",
          "/openapi/ui/none",
          "/console/" + "a/".repeat(4000),
          "/console/" + "a".repeat(7000) + ".js",
          "/console/lib/none.js",
          "/console/sign-in/callback?state=x&state=y",
          "/console/sign-in/callback?code=%00",
          "//evil.example/..%2fconsole",
          "//evil.example/console",
          "/console/..//evil.example",
          "/%2f%2fevil.example/console",
          "/health/live/%00",
          "/health/none",
          "/metrics",
          "/jwt/ibm/api/x",
          "/ibm/api/config",
          "/IBMJMXConnectorREST",
          "/j_security_check",
          "/vbasoftware/j_security_check?j_username=a&j_password=b",
          "/ibm_security_logout?logoutExitPage=http://evil.example",
          "/console/ibm_security_logout?logoutExitPage=/console/",
          "http://elsewhere.example/vbasoftware/grievances",
          "http://[::1/vbasoftware",
          "https:///",
          "?",
          "#",
          "grievances");

  private static final List<String> PARAMETERS =
      List.of(
          "page=0",
          "page=-1",
          "page=2147483647",
          "page=99999999999",
          "page=a",
          "page=",
          "page",
          "page=1&page=2",
          "page=%00",
          "page=%D9%A1",
          "pageSize=0",
          "pageSize=1001",
          "pageSize=1e2",
          "page=2147483647&pageSize=1000",
          "sortBy=",
          "sortBy=,",
          "sortBy=none",
          "sortBy=issue:",
          "sortBy=issue:desc:desc",
          "sortBy=issue%20desc",
          "sortBy=issue%00",
          "sortBy=%zz",
          "sortBy=issue;DROP%20TABLE%20grievances",
          "sortBy=1",
          "sortBy=(issue)",
          "sortBy=%C4%B0",
          "sortBy=issue:asc,issue:desc,issue",
          "atomic=maybe",
          "atomic=",
          "atomic=1",
          "dryRun=%00",
          "dryRun=TRUE&dryRun=no",
          "%00=1",
          "%zz=1",
          "=",
          "&&&",
          "a[]=1&a[0]=2",
          "%",
          "?",
          "a=%u0041",
          "x=%0d%0ainjected:%201",
          "x='%20OR%20'1'='1",
          "x=<script>",
          "x=\u00E9",
          "x=\"{}|^`");

  private static final List<String> CONTENT_TYPES =
      List.of(
          "application/xml",
          "text/html",
          "*/*",
          "application/*",
          "json",
          "",
          "/",
          "application/",
          "application/json;charset=utf-16",
          "application/json; charset=latin1",
          "application/json;charset=\"utf-8",
          "application/json;charset=utf-8;charset=utf-7",
          "application/json;charset=none",
          "application/json;;",
          "application/json;=",
          "a/b/c",
          "application/json, text/json",
          "multipart/form-data",
          "multipart/form-data; boundary=\"",
          "application/x-www-form-urlencoded",
          "application/vnd.none+json;charset=\0",
          "application/octet-stream",
          "application/x-java-serialized-object",
          "\u00E9/\u00FF",
          "application/json;a=" + "b".repeat(5000),
          "text/json;charset=UTF8");

  private static final List<String> HEADER_VALUES =
      List.of(
          "",
          " ",
          ",",
          ";",
          "\"",
          "\"\\",
          "a=b;",
          "*/*;q=2",
          "*/*;q=-1",
          "*/*;q=0",
          "text/html",
          ";q",
          "application/json;q=NaN",
          "handling=\"strict",
          "handling=strict, handling=lenient",
          "\"\\".repeat(3000),
          "a,".repeat(3000),
          "=\"".repeat(2000),
          "\t",
          "\u00E9\u00FF\u0080",
          "bytes=0-1,5-2",
          "100-continue",
          "none",
          "localhost:99999",
          "[::1",
          "a/..",
          "evil.example",
          "evil.example:443, localhost",
          "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01",
          "'; --",
          "${x}",
          "1".repeat(6000),
          "Mon, 99 Xxx 9999 99:99:99 GMT",
          "%0d%0ainjected: 1",
          "*",
          "../../x");

  private static final List<String> HEADER_NAMES =
      List.of(
          "Accept",
          "Accept-Encoding",
          "Accept-Language",
          "Accept-Charset",
          "Prefer",
          "Expect",
          "Host",
          "User-Agent",
          "Cookie",
          "Range",
          "If-Match",
          "If-Modified-Since",
          "Origin",
          "Connection",
          "Upgrade",
          "X-Forwarded-For",
          "X-Forwarded-Proto",
          "X-HTTP-Method-Override",
          "Forwarded",
          "TE",
          "Trailer",
          "Via",
          "activity-id",
          "$WSRA",
          "$WSRU",
          "$WSCC",
          "$WSIS",
          "WS-LoadBalancer",
          "SOAPAction",
          "Content-Language",
          "Content-Range",
          "X-Requested-With",
          "Sec-Fetch-Site",
          "If-None-Match",
          "If-Unmodified-Since",
          "Idempotency-Key",
          "Content-Encoding",
          "Cache-Control",
          "Authorization",
          "vbasoftware-client-id",
          "vbasoftware-client-code",
          "expired-id-token",
          "refresh-token",
          "traceparent",
          "tracestate",
          "baggage",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "X-Forwarded-Prefix",
          "X-Original-URL",
          "Access-Control-Request-Method",
          "$WSSN",
          "$WSSP",
          "$WSSC",
          "$WSPR");

  private static final List<String> INVALID_HEADERS =
      List.of(
          "X: a\r\n folded\r\n\tfolded: b",
          "X: a\rinjected: 1",
          "X: a\ninjected: 1",
          "X: a\0b",
          "X\0: a",
          "X : a",
          ": a",
          "no colon",
          " X: a",
          "X: \u0001\u0002\u001b",
          "\u00E9: \u00E9",
          "X(y): a",
          "vbasoftware-database: x\r injected: 1",
          "Content-Type: text/json\r\n\0",
          "\r\ninjected");

  private static final List<String> DATABASES =
      List.of(
          "",
          " ",
          "none",
          "*",
          "faults-derby,faults-postgresql",
          "FAULTS-DERBY",
          "../alpha",
          "jdbc/grievances/alpha",
          "java:comp/env",
          "'; DROP DATABASE faults; --",
          "\u00E9",
          "%00",
          "a".repeat(7000),
          "\0",
          "ldap://localhost/x",
          "faults-derby;create=true");

  private static final List<String> NOT_HTTP =
      List.of(
          "\r\n".repeat(500),
          "\0".repeat(200),
          "SSH-2.0-x\r\n",
          "GET\r\n\r\n",
          "GET /\r\n\r\n",
          "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00FC\u0003\u0003",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "{}",
          "HTTP/1.1 200 OK\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x");

  private HeaderMutations() {}

  static void useOtherMethod(RawRequestBuilder request, Random random) {
    if (random.nextInt(4) == 0) {
      request.method = pick(INVALID_METHODS, random);
      request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
    } else {
      request.method = pick(METHODS, random);
    }
  }

  static void useOtherVersion(RawRequestBuilder request, Random random) {
    request.version = pick(VERSIONS, random);
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }

  static void useOddPath(RawRequestBuilder request, Random random) {
    request.target = pick(PATHS, random);
    request.method = pick(List.of("GET", "PUT", "POST", "DELETE", request.method), random);
    request.useConnection(ConnectionUse.CLOSE);
  }

  static void sendParameters(RawRequestBuilder request, Random random) {
    String more = pick(PARAMETERS, random);
    if (random.nextInt(20) == 0) {
      more = "sortBy=" + "issue,call_Key:desc,".repeat(1 + random.nextInt(200)) + "entry_Date";
    }
    request.target += (request.target.contains("?") ? "&" : "?") + more;
    request.useConnection(ConnectionUse.CLOSE);
  }

  static void sendOtherContentType(RawRequestBuilder request, Random random) {
    request.header("Content-Type", pick(CONTENT_TYPES, random));
  }

  static void sendOddHeader(RawRequestBuilder request, Random random) {
    String name = pick(HEADER_NAMES, random);
    String value = pick(HEADER_VALUES, random);
    request.header(
        name,
        random.nextInt(3) == 0
            ? value + BodyMutations.randomBytes(random, 3).replaceAll("[\r\n\0]", "")
            : value);
    request.useConnection(ConnectionUse.CLOSE);
  }

  static void injectHeader(RawRequestBuilder request, Random random) {
    request.headers.add(random.nextInt(request.headers.size()), pick(INVALID_HEADERS, random));
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }

  static void sendTooManyHeaders(RawRequestBuilder request, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> request.headers.add("X: " + "x".repeat(1 << 10 + random.nextInt(9)));
      case 1 -> request.headers.add("X: x\r\n".repeat(100 + random.nextInt(2000)) + "Y: y");
      case 2 -> request.target += "?x=" + "y".repeat(1 << 10 + random.nextInt(8));
      default -> request.headers.add("x".repeat(1 << 10 + random.nextInt(8)) + ": x");
    }
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }

  static void sendOtherDatabase(RawRequestBuilder request, Random random) {
    request.header("vbasoftware-database", pick(DATABASES, random));
    request.useConnection(ConnectionUse.CLOSE);
  }

  static void dropHeaders(RawRequestBuilder request, Random random) {
    request.headers.removeIf(header -> random.nextInt(3) == 0);
    request.useConnection(ConnectionUse.CLOSE);
  }

  static void sendNonHttp(RawRequestBuilder request, Random random) {
    request.bytes =
        random.nextBoolean()
            ? pick(NOT_HTTP, random)
            : BodyMutations.randomBytes(random, 1 + random.nextInt(500));
    request.useConnection(ConnectionUse.CLOSE_RESPONSE_OPTIONAL);
  }
}
