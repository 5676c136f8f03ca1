package org.grievances.http.problem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.stream.Stream;
import org.grievances.Application;
import org.grievances.failure.ProblemType;

/** The pages that explain problems to people; an error's {@code type} refers to one of them. */
@Path(ProblemPages.PATH)
public class ProblemPages {
  /** Relative to the application path; accessible without credentials. */
  public static final String PATH = "problems";

  static String reference(ProblemType type) {
    return Application.PATH + "/" + PATH + "/" + type.page();
  }

  @GET
  @Path("{page}")
  @Produces(MediaType.TEXT_HTML + ";charset=utf-8")
  public String page(@PathParam("page") String page) {
    return Stream.of(ProblemType.values())
        .filter(type -> type.page().equals(page))
        .map(ProblemPages::html)
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private static String html(ProblemType type) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%1$s</title></head>
        <body>
        <h1>%1$s</h1>
        <p>HTTP status %2$d</p>
        <p>%3$s</p>
        <h2>What to do</h2>
        <p>%4$s</p>
        </body>
        </html>
        """
        .formatted(type.title(), type.status(), type.meaning(), type.remedy());
  }
}
