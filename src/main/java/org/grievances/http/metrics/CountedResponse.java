package org.grievances.http.metrics;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Counts the bytes of a response's body that the service writes to its stream. */
public final class CountedResponse extends HttpServletResponseWrapper {
  private CountedOutput output;

  public CountedResponse(HttpServletResponse response) {
    super(response);
  }

  /** The bytes so far. */
  public long bytes() {
    return output == null ? 0 : output.bytes;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (output == null) {
      output = new CountedOutput(super.getOutputStream());
    }
    return output;
  }

  private static final class CountedOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private long bytes;

    CountedOutput(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }

    @Override
    public void write(byte[] values, int offset, int length) throws IOException {
      out.write(values, offset, length);
      bytes += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
