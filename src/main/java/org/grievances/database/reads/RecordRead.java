package org.grievances.database.reads;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.grievances.schema.Truncation;

/**
 * An answer that showed records, and to whom. Its fields have the names of its JSON members. It is
 * only ever added, by statements, and is no entity of the persistence unit.
 */
@Table(name = "record_reads")
@SuppressWarnings("unused")
public final class RecordRead {
  /** How many keys one has at most; of more, the first, the last and the number are known. */
  public static final int MAX_KEYS = 1_000;

  /** The table description with which it is written and listed. */
  public static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(RecordRead.class);

  private static final int FILTERS_LENGTH = 2_000;

  @NotNull
  @Column(name = "read_at")
  private LocalDateTime at;

  @Size(max = 256)
  @Column(name = "user_name")
  private String user;

  @Size(max = 256)
  private String client;

  @Size(max = 64)
  private String address;

  @Id
  @Size(max = 36)
  @Column(name = "activity_id")
  private String activityID;

  @NotNull
  @Size(max = 16)
  private String operation;

  @NotNull
  @Size(max = FILTERS_LENGTH)
  private String filters;

  @Size(max = 12 * MAX_KEYS)
  @Column(name = "read_keys")
  private List<Integer> keys;

  @Column(name = "first_key")
  private Integer firstKey;

  @Column(name = "last_key")
  private Integer lastKey;

  @NotNull
  @Column(name = "key_count")
  private Integer count;

  /**
   * Who reads.
   *
   * @param user null if the caller has none
   * @param address that the request came from; null if it is not known
   * @param activity the request
   */
  public record Reader(String user, String client, String address, String activity) {}

  /**
   * The keys of the records that an answer shows.
   *
   * @param all of them; null if they are more than {@link #MAX_KEYS}
   * @param first the first, if they are in order; null if that is not known
   * @param last the last, if they are in order; null if that is not known
   */
  public record Keys(List<Integer> all, Integer first, Integer last, int count) {

    /** Keys of which each may be there more than once; they are at most {@link #MAX_KEYS}. */
    public static Keys of(List<Integer> keys) {
      List<Integer> distinct = keys.stream().distinct().toList();
      return new Keys(distinct, null, null, distinct.size());
    }

    /** So many keys, of which is not known which they are. */
    public Keys unnamed() {
      return new Keys(null, null, null, count);
    }
  }

  /**
   * A read of this moment.
   *
   * @param filters the query of the request
   */
  public static RecordRead now(Reader reader, String operation, String filters, Keys keys) {
    RecordRead read = new RecordRead();
    read.at = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    read.user = reader.user();
    read.client = reader.client();
    read.address = reader.address();
    read.activityID = reader.activity();
    read.operation = operation;
    read.filters = Truncation.of(filters, FILTERS_LENGTH);
    read.keys = keys.all();
    read.firstKey = keys.first();
    read.lastKey = keys.last();
    read.count = keys.count();
    return read;
  }
}
