package org.grievances.activity;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs tasks at times, on other threads, until the service stops. */
@ApplicationScoped
public class BackgroundTasks {
  private static final Logger LOGGER = Logger.getLogger(BackgroundTasks.class.getName());

  @Resource private ManagedScheduledExecutorService executor;

  private final Queue<Future<?>> tasks = new ConcurrentLinkedQueue<>();

  /**
   * Runs a task repeatedly, first after an interval. A run that fails does not end the later ones.
   *
   * @param interval between the end of a run and the next one
   * @param name what the task does, for the log
   */
  public Future<?> every(Duration interval, String name, Runnable task) {
    long millis = interval.toMillis();
    return keep(
        executor.scheduleWithFixedDelay(
            () -> run(name, task), millis, millis, TimeUnit.MILLISECONDS));
  }

  /**
   * Runs a task once.
   *
   * @param name what the task does, for the log
   */
  public Future<?> after(Duration delay, String name, Runnable task) {
    return keep(executor.schedule(() -> run(name, task), delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Future<?> keep(Future<?> task) {
    tasks.removeIf(Future::isDone);
    tasks.add(task);
    return task;
  }

  private static void run(String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      Activity.log(LOGGER, Level.SEVERE, "A background task has failed: " + name + ".", e);
    }
  }

  @PreDestroy
  void stop() {
    tasks.forEach(task -> task.cancel(true));
  }
}
