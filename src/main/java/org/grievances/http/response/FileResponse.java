package org.grievances.http.response;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.grievances.settings.ExportSettings;

/** The response with a file: for downloading, and never shown or run by a browser. */
@ApplicationScoped
public class FileResponse {
  @Inject private ExportSettings settings;

  /**
   * @param parts of the content, each read when the one before is sent
   */
  public Response of(String name, String type, long size, Iterator<byte[]> parts) {
    StreamingOutput content =
        out -> {
          PacedOutput paced =
              new PacedOutput(out, settings.minBytesPerSecond(), settings.maxDuration());
          while (parts.hasNext()) {
            paced.write(parts.next());
          }
        };
    return Response.ok(content)
        .header(HttpHeaders.CONTENT_TYPE, type)
        .header(HttpHeaders.CONTENT_LENGTH, size)
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(name))
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .build();
  }

  /** The name as RFC 6266, appendix D, advises: in ASCII, and as it is. */
  private static String disposition(String name) {
    String ascii = name.replaceAll("[^ -~]|[\"%\\\\]", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\""
        + ascii
        + "\"; filename*=UTF-8''"
        + encoded.replace("*", "%2A");
  }
}
