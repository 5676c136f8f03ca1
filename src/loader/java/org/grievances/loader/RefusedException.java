package org.grievances.loader;

/** The service refused a call of the generated client. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  RefusedException(Problem problem) {
    super(problem.text());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
